//! The shapes of pictures.

use crate::{
    content_api::{
        json::{Json, object},
        params::Output,
        reader::Reader,
        store::pages::ApiImage,
    },
    media,
};
use std::borrow::Cow;
use xpro_kernel::ImageId;

/// `{title, image_url, height, width}`, with the renditions that were asked for.
pub(in crate::content_api) fn image_shape(reader: &Reader<'_>, image: &ApiImage, output: &Output) -> Json {
    let mut shape = object! {
        "title" => image.title.as_str(),
        "image_url" => reader.absolute(&media::url(&image.file_key)),
        "height" => i64::from(image.height),
        "width" => i64::from(image.width),
    };
    if let (Json::Object(fields), false) = (&mut shape, output.renditions.is_empty()) {
        fields.push((Cow::Borrowed("renditions"), renditions(reader, image, output)));
    }
    shape
}

/// Signed addresses by spec.
pub(in crate::content_api) fn renditions(reader: &Reader<'_>, image: &ApiImage, output: &Output) -> Json {
    let focus = [image.focal_x, image.focal_y, image.focal_width, image.focal_height];
    let version = media::image_version(&image.file_hash, focus);
    let address = |spec: &String| {
        let url = reader.signer.image_url(ImageId(image.id), &version, spec);
        (Cow::Owned(spec.clone()), Json::Text(reader.absolute(&url)))
    };
    Json::Object(output.renditions.iter().map(address).collect())
}

//! The body of `PATCH /api/basket/` (ecommerce.md 3.3). Whatever is sent yields a basket or a named refusal (D-23).

use crate::basket::{BasketError, BasketUpdate, CodeChange, Fault, ItemChange, sign_consents, update_basket};
use serde_json::{Map, Value};
use xpro_kernel::{CourseRunId, Learner};
use xpro_platform::db::Tx;

/// What a body asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BasketPatch {
    item: Option<ItemPatch>,
    code: CodeChange,
    consents: Option<Vec<i64>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ItemPatch {
    Remove,
    /// A null among the runs is a date that has not been chosen.
    Set {
        product: String,
        runs: Option<Vec<Option<CourseRunId>>>,
    },
}

impl BasketPatch {
    /// Reads a body.
    ///
    /// # Errors
    /// The first rule of shape that it breaks: items, consents, codes, then the body as a whole.
    pub fn from_json(body: &Value) -> Result<Self, Fault> {
        let none = Map::new();
        let body = body.as_object().unwrap_or(&none);
        let item = body.get("items").map(read_items).transpose()?;
        let consents = body.get("data_consents").map(read_consents).transpose()?;
        let code = body.get("coupons").map_or(Ok(CodeChange::Keep), read_coupons)?;
        if item.is_none() && consents.is_none() && !body.contains_key("coupons") {
            return Err(Fault::new(
                "items",
                "basket.empty_request",
                "The request changes nothing: send items, coupons or data_consents.",
            ));
        }
        Ok(BasketPatch { item, code, consents })
    }
}

fn read_items(items: &Value) -> Result<ItemPatch, Fault> {
    let invalid = || Fault::new("items", "basket.items.invalid", "The item is not valid.");
    let items = items.as_array().ok_or_else(invalid)?;
    let item = match items.as_slice() {
        [] => return Ok(ItemPatch::Remove),
        [item] => item.as_object().ok_or_else(invalid)?,
        _ => return Err(Fault::new("items", "basket.items.too_many", "Only one item can be bought at a time.")),
    };
    let product = match item.get("product_id") {
        Some(Value::String(text)) if !text.trim().is_empty() => text.trim().to_owned(),
        Some(Value::Number(number)) if number.is_u64() => number.to_string(),
        _ => return Err(invalid()),
    };
    let runs = match item.get("run_ids") {
        None | Some(Value::Null) => None,
        Some(Value::Array(runs)) => {
            Some(runs.iter().map(|run| read_run(run).ok_or_else(invalid)).collect::<Result<Vec<_>, _>>()?)
        }
        Some(_) => return Err(invalid()),
    };
    Ok(ItemPatch::Set { product, runs })
}

fn read_run(run: &Value) -> Option<Option<CourseRunId>> {
    match run {
        Value::Null => Some(None),
        _ => read_key(run).map(|id| Some(CourseRunId(id))),
    }
}

fn read_key(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn read_coupons(coupons: &Value) -> Result<CodeChange, Fault> {
    let malformed = || Fault::new("coupons", "basket.coupons.malformed", "The code is not valid.");
    match coupons.as_array().ok_or_else(malformed)?.as_slice() {
        [] => Ok(CodeChange::Remove),
        [coupon] => match coupon.get("code").and_then(Value::as_str) {
            Some(code) => Ok(CodeChange::Apply(code.to_owned())),
            None => Err(malformed()),
        },
        _ => Err(Fault::new("coupons", "basket.coupons.too_many", "Only one code can be used.")),
    }
}

fn read_consents(consents: &Value) -> Result<Vec<i64>, Fault> {
    let keys = consents.as_array().and_then(|consents| consents.iter().map(read_key).collect());
    keys.ok_or_else(|| Fault::new("data_consents", "basket.consents.invalid", "The consents are not valid."))
}

/// Changes the learner's basket as the body asks: signs what is to be signed, then changes item and code.
///
/// # Errors
/// A [`Fault`]; the basket is as it was, once the transaction is dropped.
pub async fn patch_basket(tx: &mut Tx, learner: &Learner, patch: BasketPatch) -> Result<(), BasketError> {
    if let Some(consents) = &patch.consents {
        sign_consents(tx, learner, consents).await?;
    }
    let (item, code) = match patch.item {
        None if patch.code == CodeChange::Keep => return Ok(()),
        None => (ItemChange::Keep, patch.code),
        Some(ItemPatch::Remove) => (ItemChange::Remove, CodeChange::Keep),
        Some(ItemPatch::Set { product, runs }) => {
            (ItemChange::Set { product, runs: runs.map(all_chosen).transpose()? }, patch.code)
        }
    };
    update_basket(tx, learner, BasketUpdate { item, code }).await
}

fn all_chosen(runs: Vec<Option<CourseRunId>>) -> Result<Vec<CourseRunId>, Fault> {
    runs.into_iter()
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Fault::new("runs", "basket.runs.missing", "Choose a date for every course."))
}

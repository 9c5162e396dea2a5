//! Listening, and ending well.

use axum::{Router, serve::ListenerExt as _};
use std::{net::SocketAddr, time::Duration};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long open requests may take once the stop signal came.
const GRACE: Duration = Duration::from_secs(15);

/// Serves until `stop`, then finishes open requests.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) -> std::io::Result<()> {
    // Without this, small answers wait 40 ms for the acknowledgement of the last packet.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopping = stop.clone();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move { stopping.cancelled().await });
    let out_of_patience = async {
        stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = serving => ended,
        () = out_of_patience => Ok(()),
    }
}

//! Running the stand-ins on a socket.

use std::io;

use tokio::net::TcpListener;

use crate::config::Config;
use crate::cut::{Cut, CuttableListener};
use crate::router::build;

/// Serves all stand-ins until `shutdown` completes, then lets open requests finish.
///
/// Use this rather than [`router`](crate::router) with a server of your own when the `drop` fault
/// is wanted: only sockets accepted here can be cut.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (router, shared) = build(config);
    axum::serve(CuttableListener(listener), router.into_make_service_with_connect_info::<Cut>())
        .with_graceful_shutdown(async move {
            shutdown.await;
            shared.stop.cancel();
        })
        .await
}

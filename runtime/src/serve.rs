//! Listening: HTTP over any number of sockets until told to stop.

use std::convert::Infallible;
use std::future::Future;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tower_service::Service;

use crate::config::seconds;
use crate::gateway::Site;

/// A client has so long for the head of its request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Requests at work have so long to end once the server stops.
const END_TIMEOUT: Duration = Duration::from_secs(5);
/// Pause after a failure to accept, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves a router until `shutdown` resolves: then the listeners are closed, and requests at work come to their end.
/// WebSockets are none of them; see [`Site::drain`] and [`run`].
pub async fn serve(
    listeners: Vec<TcpListener>,
    router: Router,
    shutdown: impl Future<Output = ()>,
) {
    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    for listener in listeners {
        tasks.spawn(listen(listener, router.clone(), stopped.clone()));
    }
    shutdown.await;
    stop.send_replace(true);
    while tasks.join_next().await.is_some() {}
}

/// Serves everything of a site until `shutdown` resolves, then, after the configured delay, drains it.
pub async fn run(site: &Site, listeners: Vec<TcpListener>, shutdown: impl Future<Output = ()>) {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = serve(listeners, site.router(), async {
        let _ = stopped.await;
    });
    let draining = async {
        shutdown.await;
        site.begin_drain();
        let delay = seconds(site.shared.config.drain.delay);
        if !delay.is_zero() {
            tracing::info!(
                seconds = delay.as_secs_f64(),
                "health says 503 while load balancers look elsewhere"
            );
            tokio::time::sleep(delay).await;
        }
        let _ = stop.send(());
        site.drain().await;
    };
    tokio::join!(serving, draining);
}

async fn listen(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>) {
    // Every HTTP connection holds a sender: the receiver tells when the last is gone.
    let (alive, mut ended) = mpsc::channel::<()>(1);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = told(&mut stopped) => break,
        };
        match accepted {
            Ok((stream, _)) => serve_connection(stream, &router, stopped.clone(), alive.clone()),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop((listener, alive));
    if tokio::time::timeout(END_TIMEOUT, ended.recv())
        .await
        .is_err()
    {
        tracing::warn!("requests were cut off at the end");
    }
}

fn serve_connection(
    stream: TcpStream,
    router: &Router,
    mut stopped: watch::Receiver<bool>,
    alive: mpsc::Sender<()>,
) {
    let router = router.clone();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut router = router.clone();
        async move { Ok::<_, Infallible>(answer(&mut router, request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::spawn(async move {
        let mut connection = Box::pin(connection);
        let result = tokio::select! {
            result = connection.as_mut() => result,
            () = told(&mut stopped) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = result {
            tracing::debug!(%error, "an HTTP connection broke off");
        }
        drop(alive);
    });
}

/// Resolves once the server stops.
async fn told(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn answer(
    router: &mut Router,
    request: hyper::Request<Incoming>,
) -> axum::response::Response {
    match router.call(request.map(Body::new)).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

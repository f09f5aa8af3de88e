//! Connections: how long may a client take to ask, and how does serving end?
//!
//! Invariant: a connection that has asked for nothing, or begun to ask and not gone on, is closed after a time, so that clients who hold
//! many open keep nobody else out; what is being answered is never cut off by that.

use std::future::pending;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower_http::timeout::TimeoutBody;

/// How long clients and answers may take.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Patience {
    /// From opening a connection, or from the answer before, to the whole head of a request; and for each piece of its body.
    pub(in crate::web) asking: Duration,
    /// For answers under way once serving is to end.
    pub(in crate::web) ending: Duration,
}

/// Answers who connects until `end` comes, then what is under way.
pub(in crate::web) async fn answer(
    mut listener: TcpListener,
    router: Router,
    patience: Patience,
    end: impl Future<Output = ()> + Send,
) {
    let (ending, ended) = watch::channel(());
    let mut end = pin!(end);
    loop {
        tokio::select! {
            (stream, peer) = Listener::accept(&mut listener) => {
                tokio::spawn(connection(stream, peer, router.clone(), patience.asking, ended.clone()));
            }
            () = &mut end => break,
        }
    }
    drop((listener, ended));
    // Nobody hears it where nobody is connected.
    let _ = ending.send(());
    // Who is not answered by then is cut off.
    let _ = tokio::time::timeout(patience.ending, ending.closed()).await;
}

/// Answers what one client asks, by HTTP/1 or HTTP/2, until the end of serving comes.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    asking: Duration,
    mut ended: watch::Receiver<()>,
) {
    let has_asked = Arc::new(AtomicBool::new(false));
    let (asked, pages) = (has_asked.clone(), TowerToHyperService::new(router));
    let service = service_fn(move |mut request: Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        request.extensions_mut().insert(ConnectInfo(peer));
        // A body may be long, but each piece of it comes in time.
        pages.call(request.map(|body| TimeoutBody::new(asking, body)))
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(asking);
    // Who still answers a ping is there; who does not is gone.
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(asking).keep_alive_timeout(asking);
    let mut served = pin!(builder.serve_connection(TokioIo::new(stream), service));
    // The time limit of HTTP/1 begins once it is known that it is HTTP/1, which who says nothing never lets us know.
    let mut says_nothing = pin!(async {
        tokio::time::sleep(asking).await;
        if has_asked.load(Ordering::Relaxed) {
            pending::<()>().await;
        }
    });
    let mut is_ending = false;
    loop {
        tokio::select! {
            served = &mut served => {
                if let Err(error) = served {
                    tracing::debug!(%peer, error, "a connection broke off");
                }
                break;
            }
            () = &mut says_nothing => break,
            _ = ended.changed(), if !is_ending => {
                is_ending = true;
                served.as_mut().graceful_shutdown();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::{get, post};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::{Notify, oneshot};
    use tokio::task::JoinHandle;

    use super::*;

    const ASKING: Duration = Duration::from_millis(500);
    /// Nothing here takes so long.
    const FOREVER: Duration = Duration::from_mins(1);

    struct Answering {
        address: SocketAddr,
        /// Told when what takes long, or for ever, has been asked for.
        reached: Arc<Notify>,
        end: oneshot::Sender<()>,
        running: JoinHandle<()>,
    }

    impl Answering {
        async fn new() -> Self {
            let peer = async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string();
            let reached = Arc::new(Notify::new());
            let (of_long, of_never) = (reached.clone(), reached.clone());
            let long = async move || {
                of_long.notify_one();
                tokio::time::sleep(3 * ASKING).await;
                "at last"
            };
            let never = async move || {
                of_never.notify_one();
                pending::<&str>().await
            };
            let router = Router::new().route("/", get(peer)).route("/long", get(long));
            let router = router.route("/never", get(never)).route("/sent", post(async |sent: String| sent));
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = listener.local_addr().expect("an address");
            let (end, ended) = oneshot::channel();
            let patience = Patience { asking: ASKING, ending: 6 * ASKING };
            let running = tokio::spawn(answer(listener, router, patience, async { drop(ended.await) }));
            Self { address, reached, end, running }
        }

        async fn say(&self, said: &str) -> TcpStream {
            let mut stream = TcpStream::connect(self.address).await.expect("connected");
            stream.write_all(said.as_bytes()).await.expect("said");
            stream
        }
    }

    fn ask(path: &str) -> String {
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    }

    /// What comes until the connection is closed, or broken off.
    async fn heard(mut stream: TcpStream) -> String {
        let mut bytes = Vec::new();
        let closed = tokio::time::timeout(FOREVER, stream.read_to_end(&mut bytes)).await;
        drop(closed.expect("it is closed"));
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[tokio::test]
    async fn who_begins_to_ask_and_does_not_go_on_is_closed_while_others_are_answered() {
        let answering = Answering::new().await;
        let whole = ask("/").replace("close", "keep-alive");
        let twice = format!("{whole}GET");
        let mut slow = Vec::new();
        for said in ["", "P", "GET / HTTP/1.1\r\nHost: loc", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &whole, &twice] {
            slow.push((said, answering.say(said).await));
        }
        let stream = answering.say(&ask("/")).await;
        let own = stream.local_addr().expect("an address").to_string();
        let answer = heard(stream).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(&own), "{answer}");
        for (said, stream) in slow {
            let answers = heard(stream).await.matches("HTTP/1.1 200").count();
            assert_eq!(answers, usize::from(said.starts_with(&whole)), "{said:?}");
        }
        assert!(!answering.running.is_finished());
    }

    #[tokio::test]
    async fn who_begins_to_send_and_does_not_go_on_is_answered_that_it_did_not_come_whole() {
        let answering = Answering::new().await;
        let head = "POST /sent HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 60000\r\n\r\n";
        let answer = heard(answering.say(&format!("{head}name=a")).await).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    }

    #[tokio::test]
    async fn an_answer_may_take_longer_than_asking_for_it() {
        let answering = Answering::new().await;
        let answer = heard(answering.say(&ask("/long")).await).await;
        assert!(answer.ends_with("at last"), "{answer}");
    }

    #[tokio::test]
    async fn what_is_under_way_is_answered_before_the_end_which_waits_no_longer_than_that() {
        for (path, answered) in [("/long", true), ("/never", false)] {
            let answering = Answering::new().await;
            let idle = answering.say("").await;
            let asked = answering.say(&ask(path)).await;
            answering.reached.notified().await;
            answering.end.send(()).expect("told to end");
            let ended = tokio::time::timeout(FOREVER, answering.running).await;
            ended.expect("it ends").expect("without a fault");
            let refused = TcpStream::connect(answering.address).await;
            assert!(refused.is_err(), "nobody is let in any more");
            if answered {
                assert!(heard(asked).await.ends_with("at last"));
            }
            drop(idle);
        }
    }
}

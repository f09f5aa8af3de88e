//! Connections: how long may a client take to ask, how many may be connected, and how does serving end?
//!
//! Invariant: a client that is waited for sends, or takes, so many bytes a second on the whole, or is closed; and where all places are taken,
//! who is furthest behind makes room. So clients who hold many connections open keep nobody else out; what is being answered is never
//! cut off by that, nor is a long file on a slow line.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::Instant;
use tower_http::timeout::TimeoutBody;

use super::pace::{PacedAnswer, PacedRequest, PacedStream, Turn};
use super::places::{Place, Places};

/// How long clients and answers may take.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Patience {
    /// From opening a connection, or from the answer before, to the whole head of a request; and for each piece of its body. Who is behind by
    /// twice as much is closed.
    pub(in crate::web) asking: Duration,
    /// Bytes a second that come from a client who is waited for, or go to it.
    pub(in crate::web) rate: u64,
    /// For answers under way once serving is to end.
    pub(in crate::web) ending: Duration,
}

/// What a connection may take of memory before anything of it is answered: the head of a request, and pieces of bodies on their way in or out.
const LONGEST_HEAD: usize = 32 * 1024;
const STREAM_WINDOW: u32 = 128 * 1024;
const CONNECTION_WINDOW: u32 = 512 * 1024;
/// Requests of one connection at once.
const MOST_STREAMS: u32 = 32;
/// Requests that a client may begin and take back before they are looked at.
const MOST_TAKEN_BACK: usize = 16;

/// Answers who connects until `end` comes, then what is under way. At most `most` are connected.
pub(in crate::web) async fn answer(
    mut listener: TcpListener,
    router: Router,
    (patience, most): (Patience, usize),
    end: impl Future<Output = ()> + Send,
) {
    let (ending, ended) = watch::channel(());
    let places = Places::new(most);
    let mut end = pin!(end);
    for number in 0.. {
        let connected = async {
            let (stream, peer) = Listener::accept(&mut listener).await;
            (stream, peer, places.take(number).await)
        };
        tokio::select! {
            (stream, peer, place) = connected => {
                tokio::spawn(connection(stream, peer, place, router.clone(), patience, ended.clone()));
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
    place: Place,
    router: Router,
    patience: Patience,
    mut ended: watch::Receiver<()>,
) {
    let Patience { asking, rate, .. } = patience;
    let (speed, answering) = (place.pace.clone(), TowerToHyperService::new(router));
    let service = service_fn(move |mut request: Request<Incoming>| {
        let turn = Turn::new(speed.clone());
        request.extensions_mut().insert(ConnectInfo(peer));
        // A body may be long, but each piece of it comes in time.
        let sent = request.map(|body| PacedRequest::new(Box::pin(TimeoutBody::new(asking, body)), turn.clone()));
        let answered = answering.call(sent);
        async move { answered.await.map(|answer| answer.map(|body: Body| PacedAnswer::new(body, turn))) }
    });
    let builder = builder(asking);
    let io = TokioIo::new(PacedStream::new(stream, place.pace.clone()));
    let mut served = pin!(builder.serve_connection(io, service));
    let mut looks = tokio::time::interval(Duration::from_secs(1).min(asking / 4));
    let mut looked = Instant::now();
    let mut is_ending = false;
    loop {
        tokio::select! {
            served = &mut served => {
                if let Err(error) = served {
                    tracing::debug!(%peer, error, "a connection broke off");
                }
                break;
            }
            () = place.pace.given_up() => break,
            _ = looks.tick() => {
                let behind = place.pace.look(looked.elapsed(), rate);
                looked = Instant::now();
                if behind > 2 * asking {
                    break;
                }
                if behind > asking && !is_ending {
                    served.as_mut().graceful_shutdown();
                }
            }
            _ = ended.changed(), if !is_ending => {
                is_ending = true;
                served.as_mut().graceful_shutdown();
            }
        }
    }
}

/// What a connection may be.
fn builder(asking: Duration) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(asking).max_buf_size(LONGEST_HEAD);
    // Who still answers a ping is there; who does not is gone.
    let mut http2 = builder.http2();
    http2.timer(TokioTimer::new()).keep_alive_interval(asking).keep_alive_timeout(asking);
    http2.max_concurrent_streams(MOST_STREAMS).max_header_list_size(LONGEST_HEAD as u32);
    http2.initial_stream_window_size(STREAM_WINDOW).initial_connection_window_size(CONNECTION_WINDOW);
    http2.max_send_buf_size(STREAM_WINDOW as usize);
    http2.max_pending_accept_reset_streams(MOST_TAKEN_BACK).max_local_error_reset_streams(MOST_TAKEN_BACK);
    builder
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;

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
            Self::with_places(100).await
        }

        async fn with_places(most: usize) -> Self {
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
            let patience = Patience { asking: ASKING, rate: 1000, ending: 6 * ASKING };
            let running = tokio::spawn(answer(listener, router, (patience, most), async { drop(ended.await) }));
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

    /// Sends a form, so many bytes after each pause; gives what is heard, and how long it took.
    async fn sent(answering: &Answering, bytes: usize, at_once: usize, pause: Duration) -> (String, Duration) {
        let head =
            format!("POST /sent HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {bytes}\r\n\r\n");
        let mut stream = answering.say(&head).await;
        let began = Instant::now();
        let mut left = bytes;
        while left > 0 {
            tokio::time::sleep(pause).await;
            let piece = at_once.min(left);
            if stream.write_all(&vec![b'a'; piece]).await.is_err() {
                break;
            }
            left -= piece;
        }
        let answer = heard(stream).await;
        (answer, began.elapsed())
    }

    #[tokio::test]
    async fn a_form_of_which_a_letter_comes_now_and_then_is_cut_off_and_a_long_one_on_a_slow_line_is_not() {
        let answering = Answering::new().await;
        let slow = sent(&answering, 60_000, 1, ASKING / 10);
        let steady = sent(&answering, 20_000, 250, ASKING / 10);
        let ((slow, took), (steady, _)) = tokio::join!(slow, steady);
        assert!(!slow.contains("200 OK") && took < 8 * ASKING, "{took:?}: {slow}");
        assert!(steady.starts_with("HTTP/1.1 200"), "{steady}");
    }

    #[tokio::test]
    async fn where_all_places_are_taken_by_slow_ones_others_are_answered_and_who_is_being_answered_stays() {
        let answering = Answering::with_places(10).await;
        let asked = answering.say(&ask("/long")).await;
        answering.reached.notified().await;
        let mut slow = Vec::new();
        for number in 0..100 {
            let head = "POST /sent HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\nname=a";
            slow.push(answering.say(head).await);
            if number % 10 == 0 {
                let began = Instant::now();
                let answer = heard(answering.say(&ask("/")).await).await;
                assert!(answer.starts_with("HTTP/1.1 200"), "after {number}: {answer}");
                assert!(began.elapsed() < ASKING, "after {number}: {:?}", began.elapsed());
            }
        }
        assert!(heard(asked).await.ends_with("at last"));
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

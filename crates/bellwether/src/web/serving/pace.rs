//! How is a connection doing: does it wait for its client, and how far is that behind?
//!
//! Invariant: a client is behind by the time that it was waited for, less what came from it, or went to it, at the least rate. So a long file on
//! a slow line is never behind, a form of which a letter comes now and then soon is, and who is being answered is not waited for.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;

/// So far ahead may a client come by what it sent at once: then it may stop for as long.
const MOST_AHEAD: Duration = Duration::from_secs(30);

/// One connection.
#[derive(Default)]
pub(super) struct Pace {
    /// Requests of which something has come, and of which the answer is not taken in full.
    under_way: AtomicUsize,
    /// Those of them that are worked on: they have come whole, and what is to be sent next is not ready.
    worked_on: AtomicUsize,
    /// Bytes that came or went since it was last looked at.
    moved: AtomicU64,
    /// Milliseconds.
    behind: AtomicI64,
    /// Its place is needed.
    given_up: Notify,
}

impl Pace {
    /// How far the client is behind, `passed` after it was last looked at.
    pub(super) fn look(&self, passed: Duration, bytes_a_second: u64) -> Duration {
        let came = millis(Duration::from_millis(self.moved.swap(0, Ordering::Relaxed) * 1000 / bytes_a_second.max(1)));
        let behind = if self.waits() { (self.behind() + millis(passed) - came).max(-millis(MOST_AHEAD)) } else { 0 };
        self.behind.store(behind, Ordering::Relaxed);
        Duration::from_millis(behind.max(0).unsigned_abs())
    }

    /// Milliseconds by which the client was behind when it was last looked at; less than none where it is ahead.
    pub(super) fn behind(&self) -> i64 {
        self.behind.load(Ordering::Relaxed)
    }

    /// Whether it is the client's turn: to ask, to go on asking, or to take the answer.
    pub(super) fn waits(&self) -> bool {
        self.worked_on.load(Ordering::Relaxed) == 0
    }

    /// Whether nothing is under way.
    pub(super) fn is_idle(&self) -> bool {
        self.under_way.load(Ordering::Relaxed) == 0
    }

    /// Lets others have the place.
    pub(super) fn give_up(&self) {
        self.given_up.notify_one();
    }

    /// Comes when others need the place.
    pub(super) async fn given_up(&self) {
        self.given_up.notified().await;
    }
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 4)
}

/// A request, from its head to the end of its answer.
pub(super) struct Turn {
    pace: Arc<Pace>,
    is_worked_on: AtomicBool,
    is_answered: AtomicBool,
}

impl Turn {
    pub(super) fn new(pace: Arc<Pace>) -> Arc<Self> {
        pace.under_way.fetch_add(1, Ordering::Relaxed);
        Arc::new(Self { pace, is_worked_on: AtomicBool::new(false), is_answered: AtomicBool::new(false) })
    }

    fn set_worked_on(&self, is_worked_on: bool) {
        let was_worked_on = self.is_worked_on.swap(is_worked_on, Ordering::Relaxed);
        if is_worked_on && !was_worked_on {
            self.pace.worked_on.fetch_add(1, Ordering::Relaxed);
        } else if was_worked_on && !is_worked_on {
            self.pace.worked_on.fetch_sub(1, Ordering::Relaxed);
        }
    }

    fn has_come(&self) {
        if !self.is_answered.load(Ordering::Relaxed) {
            self.set_worked_on(true);
        }
    }

    fn is_answered(&self) {
        self.is_answered.store(true, Ordering::Relaxed);
        self.set_worked_on(false);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.set_worked_on(false);
        self.pace.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What a client sends: once it has come, or nobody wants it any more, its answer is waited for.
pub(super) struct PacedRequest<B> {
    body: B,
    turn: Arc<Turn>,
}

impl<B: Body> PacedRequest<B> {
    pub(super) fn new(body: B, turn: Arc<Turn>) -> Self {
        if body.is_end_stream() {
            turn.has_come();
        }
        Self { body, turn }
    }
}

impl<B> Drop for PacedRequest<B> {
    fn drop(&mut self) {
        self.turn.has_come();
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for PacedRequest<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if frame.is_none() || self.body.is_end_stream() {
            self.turn.has_come();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// What a client is sent: what is ready of it waits for the client.
pub(super) struct PacedAnswer<B> {
    body: B,
    turn: Arc<Turn>,
}

impl<B> PacedAnswer<B> {
    pub(super) fn new(body: B, turn: Arc<Turn>) -> Self {
        turn.is_answered();
        Self { body, turn }
    }
}

impl<B: Body + Unpin> Body for PacedAnswer<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, Self::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        self.turn.set_worked_on(frame.is_pending());
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The bytes of a connection, counted as they come and go.
pub(super) struct PacedStream<S> {
    stream: S,
    pace: Arc<Pace>,
}

impl<S> PacedStream<S> {
    pub(super) fn new(stream: S, pace: Arc<Pace>) -> Self {
        Self { stream, pace }
    }

    fn wrote(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(count)) = &written {
            self.pace.moved.fetch_add(*count as u64, Ordering::Relaxed);
        }
        written
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for PacedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.pace.moved.fetch_add((buffer.filled().len() - before) as u64, Ordering::Relaxed);
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for PacedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.wrote(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body as Whole;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn who_sends_at_the_least_rate_is_never_behind_and_who_does_not_is_by_the_time_that_passed() {
        let (steady, slow) = (Pace::default(), Pace::default());
        for second in 1..100 {
            steady.moved.fetch_add(1000, Ordering::Relaxed);
            slow.moved.fetch_add(100, Ordering::Relaxed);
            assert_eq!(steady.look(SECOND, 1000), Duration::ZERO);
            assert_eq!(slow.look(SECOND, 1000), second * SECOND * 9 / 10);
        }
        let ahead = Pace::default();
        ahead.moved.fetch_add(1 << 30, Ordering::Relaxed);
        let behind = (0..60).map(|_| ahead.look(SECOND, 1000)).find(|behind| *behind > Duration::ZERO);
        assert_eq!(behind, Some(SECOND), "what came at once counts for no more than half a minute");
    }

    #[tokio::test]
    async fn a_client_is_waited_for_before_its_request_has_come_and_once_its_answer_is_there() {
        let pace = Arc::new(Pace::default());
        assert!(pace.waits() && pace.is_idle());
        let turn = Turn::new(pace.clone());
        let sent = PacedRequest::new(Whole::from("a form"), turn.clone());
        assert!(pace.waits() && !pace.is_idle(), "its form is on the way");
        axum::body::to_bytes(Whole::new(sent), 100).await.expect("it has come");
        assert!(!pace.waits(), "its answer is worked out");
        assert_eq!(pace.look(SECOND, 1), Duration::ZERO);
        let answer = PacedAnswer::new(Whole::from("an answer"), turn);
        assert!(pace.waits() && !pace.is_idle(), "its answer is there to be taken");
        drop(answer);
        assert!(pace.waits() && pace.is_idle());
    }
}

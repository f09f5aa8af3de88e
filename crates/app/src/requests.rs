//! Has this request, which may come again, been done before?

pub use bellwether_records::Request;
use ulid::Ulid;

use crate::app::App;
use crate::failure::Failure;

impl App {
    /// Notes a request of `user` that came with a key; `id` is that of the change it would make.
    pub async fn begin_request(&self, user: &str, key: &str, fingerprint: &str, id: Ulid) -> Result<Request, Failure> {
        Ok(self.own().await?.records.requests().begin(user, key, fingerprint, id, self.now).await?)
    }

    /// Keeps what was answered to it; `None` forgets it, since nothing was done.
    pub async fn end_request(&self, user: &str, key: &str, answer: Option<(u16, &str)>) -> Result<(), Failure> {
        let records = self.own().await?.records;
        match answer {
            Some((status, body)) => records.requests().answered(user, key, status, body).await?,
            None => records.requests().drop(user, key).await?,
        }
        Ok(())
    }
}

//! HTTP in bare words over a socket: what no browser would send can be sent too.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Far longer than anything here takes, also on a busy machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// An answer: its status line and headers, and its body.
pub struct Answer {
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// What a page says, without the head that all pages have.
    pub fn main(&self) -> &str {
        self.body.split("<main").nth(1).map_or(&self.body, |rest| rest.split("</main>").next().unwrap())
    }

    /// The value of a header, which is named in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.filter(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// Connects; whoever does not answer in time fails the test.
pub fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends these bytes, and reads until the other side has nothing more to say.
pub fn ask(address: SocketAddr, request: &str) -> Answer {
    let mut stream = connect(address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{request}: {answer}"));
    Answer { head: head.to_owned(), body: body.to_owned() }
}

/// Looks at a page.
pub fn get(address: SocketAddr, path: &str) -> Answer {
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
}

/// Looks again and again until the page is as it should be.
pub fn until(address: SocketAddr, path: &str, is_so: impl Fn(&Answer) -> bool) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = get(address, path);
        if is_so(&answer) {
            return answer;
        }
        assert!(begun.elapsed() < PATIENCE, "{path}: {}\n{}", answer.head, answer.body);
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Listens at an address of events, as an open page does.
pub fn listen(address: SocketAddr, path: &str) -> BufReader<TcpStream> {
    let mut stream = connect(address);
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    BufReader::new(stream)
}

/// Waits for the next event that a page hears of.
pub fn event(stream: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(stream.read_line(&mut line).unwrap() > 0, "the server has ended");
        if let Some(event) = line.trim_end().strip_prefix("event: ") {
            return event.to_owned();
        }
    }
}

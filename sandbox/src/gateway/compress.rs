//! Compression of what the gateway sends.
//!
//! [Discord's documentation](https://discord.com/developers/docs/events/gateway#encoding-and-compression)

use axum::extract::ws::Message;
use flate2::{Compress, Compression, FlushCompress, Status};

/// Payloads above this many bytes are compressed for a bot that identified with `compress: true`.
const LARGE_PAYLOAD: usize = 1024;
/// The most that one raw zstd block can hold, in bytes.
const ZSTD_BLOCK: usize = 128 * 1024;
/// Magic number, then a header for a frame of unknown size with a window of 128 KiB.
const ZSTD_HEAD: [u8; 6] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38];

/// How payloads travel.
pub(crate) enum Transport {
    /// As text.
    Plain,
    /// As text; large ones compressed one by one.
    Payload,
    /// One zlib stream over the whole connection.
    Zlib(Box<Compress>),
    /// One zstd stream over the whole connection, of stored blocks; `true` once its head was sent.
    Zstd(bool),
}

impl Transport {
    /// What the connection's address asks for.
    pub(crate) fn asked(compress: Option<&str>) -> Self {
        match compress {
            Some("zlib-stream") => Self::Zlib(Box::new(Compress::new(Compression::fast(), true))),
            Some("zstd-stream") => Self::Zstd(false),
            _ => Self::Plain,
        }
    }

    /// Honours `compress: true` of an IDENTIFY; a compressed transport is enough by itself.
    pub(crate) fn compress_payloads(&mut self) {
        if matches!(self, Self::Plain) {
            *self = Self::Payload;
        }
    }

    /// A payload as it goes out.
    pub(crate) fn pack(&mut self, text: String) -> Message {
        match self {
            Self::Plain => Message::Text(text.into()),
            Self::Payload if text.len() <= LARGE_PAYLOAD => Message::Text(text.into()),
            Self::Payload => {
                let mut once = Compress::new(Compression::fast(), true);
                Message::Binary(deflate(&mut once, text.as_bytes(), FlushCompress::Finish).into())
            }
            Self::Zlib(stream) => {
                Message::Binary(deflate(stream, text.as_bytes(), FlushCompress::Sync).into())
            }
            Self::Zstd(begun) => {
                let mut bytes = if std::mem::replace(begun, true) { Vec::new() } else { ZSTD_HEAD.to_vec() };
                for block in text.as_bytes().chunks(ZSTD_BLOCK) {
                    // Three bytes, little-endian: not the last block, type "raw", and its size from bit 3.
                    let head = u32::try_from(block.len()).unwrap_or(0) << 3;
                    bytes.extend_from_slice(&head.to_le_bytes()[..3]);
                    bytes.extend_from_slice(block);
                }
                Message::Binary(bytes.into())
            }
        }
    }
}

fn deflate(stream: &mut Compress, input: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut output = Vec::with_capacity(input.len() / 2 + 64);
    let start = stream.total_in();
    loop {
        let consumed = usize::try_from(stream.total_in() - start).unwrap_or(input.len());
        let before = output.len();
        output.reserve(1024);
        let status = stream.compress_vec(&input[consumed.min(input.len())..], &mut output, flush);
        let done = usize::try_from(stream.total_in() - start).unwrap_or(input.len()) >= input.len();
        let has_room = output.len() < output.capacity();
        match status {
            Ok(Status::StreamEnd) | Err(_) => return output,
            Ok(_) if done && has_room && (flush == FlushCompress::Sync || output.len() == before) => {
                return output;
            }
            Ok(_) => {}
        }
    }
}

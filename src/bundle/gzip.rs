//! Gzip as RFC 1952 has it, in its smallest form: one member, no name, no time; so that `gunzip` opens what is in a parcel.
//!
//! Invariant: reading takes no more memory than the size it is told, and accepts nothing that `gunzip` would refuse.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// Magic number, DEFLATE, no flags, no time, no hint, unknown system (RFC 1952, 2.3).
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// The bytes behind what is compressed: checksum and size.
const TRAILER: usize = 8;

/// How hard to try, from 0 to 9.
const BEST: u8 = 9;

/// Compresses.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = HEADER.to_vec();
    packed.append(&mut compress_to_vec(bytes, BEST));
    packed.extend(trailer(bytes));
    packed
}

/// Takes apart what holds exactly `size` bytes; anything else is `None`.
pub(super) fn unpack(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let rest = packed.strip_prefix(&HEADER)?;
    let (deflated, trail) = rest.split_at_checked(rest.len().checked_sub(TRAILER)?)?;
    let mut bytes = vec![0; size];
    let (status, taken, made) = decompress(
        &mut DecompressorOxide::new(),
        deflated,
        &mut bytes,
        0,
        TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
    );
    let whole = status == TINFLStatus::Done && taken == deflated.len() && made == size;
    (whole && *trail == trailer(&bytes)).then_some(bytes)
}

fn trailer(bytes: &[u8]) -> [u8; TRAILER] {
    // The size is told modulo 2^32 (RFC 1952, 2.3.1).
    let size = (bytes.len() as u64).to_le_bytes();
    let crc = crc32(bytes).to_le_bytes();
    [crc[0], crc[1], crc[2], crc[3], size[0], size[1], size[2], size[3]]
}

/// The remainders of all bytes (RFC 1952, 8).
const REMAINDERS: [u32; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "it is below 256")]
        let mut remainder = at as u32;
        let mut bit = 0;
        while bit < 8 {
            let carry = if remainder & 1 == 1 { 0xedb8_8320 } else { 0 };
            remainder = remainder >> 1 ^ carry;
            bit += 1;
        }
        table[at] = remainder;
        at += 1;
    }
    table
};

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| REMAINDERS[usize::from(crc.to_le_bytes()[0] ^ byte)] ^ crc >> 8;
    !bytes.iter().fold(!0, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn what_is_packed_comes_out_whole_or_not_at_all() {
        for bytes in [b"".to_vec(), b"word ".repeat(1000), (0..=255).collect()] {
            let packed = pack(&bytes);
            assert_eq!(unpack(&packed, bytes.len()).as_ref(), Some(&bytes));
            assert_eq!(unpack(&packed, bytes.len() + 1), None);
            assert_eq!(bytes.len().checked_sub(1).and_then(|size| unpack(&packed, size)), None);
            for at in 0..packed.len() {
                assert_eq!(unpack(&packed[..at], bytes.len()), None, "cut at {at}");
                let mut changed = packed.clone();
                changed[at] ^= 1;
                assert!(unpack(&changed, bytes.len()).is_none_or(|other| other == bytes), "changed at {at}");
            }
            let longer: Vec<u8> = packed.iter().copied().chain([0]).collect();
            assert_eq!(unpack(&longer, bytes.len()), None);
        }
    }

    #[test]
    fn a_bomb_takes_only_the_bytes_that_it_says() {
        let bomb = pack(&vec![0; 64 << 20]);
        assert!(bomb.len() < 100_000);
        assert_eq!(unpack(&bomb, 1000), None);
    }
}

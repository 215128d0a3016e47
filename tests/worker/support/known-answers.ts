import type { Digests } from "../../../src/contract/digest.ts";

interface KnownAnswer extends Partial<Digests> {
  readonly text: string;
}

/** RFC 1321, appendix A.5; FIPS 180-4's published examples for SHA-1; RFC 3174, section 7.3. */
export const KNOWN_ANSWERS: readonly KnownAnswer[] = [
  { text: "", md5: "d41d8cd98f00b204e9800998ecf8427e" },
  { text: "a", md5: "0cc175b9c0f1b6a831c399e269772661" },
  {
    text: "abc",
    md5: "900150983cd24fb0d6963f7d28e17f72",
    sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
  },
  { text: "message digest", md5: "f96b697d7cb7938d525a2f31aaf161d0" },
  { text: "abcdefghijklmnopqrstuvwxyz", md5: "c3fcd3d76192e4007dfb496cca67e13b" },
  {
    text: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    md5: "d174ab98d277d9f5a5611c2c9f419d9f",
  },
  { text: "1234567890".repeat(8), md5: "57edf4a22be3c955ac49da2e2107b67a" },
  {
    text: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    sha1: "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
  },
  { text: "a".repeat(1_000_000), sha1: "34aa973cd4c4daa4f61eeb2bdbad27316534016f" },
  { text: "01234567".repeat(80), sha1: "dea356a2cddd90c7a7ecedc5ebb563934f460452" },
];

/** NIST's byte-oriented Monte Carlo test for SHA-1 (CAVS 11.1): the seed, and the digests after some of the 100 rounds. */
export const MONTE_CARLO_SEED = "dd4df644eaf3d85bace2b21accaa22b28821f5cd";
export const MONTE_CARLO_CHECKPOINTS: Readonly<Record<number, string>> = {
  0: "11f5c38b4479d4ad55cb69fadf62de0b036d5163",
  1: "5c26de848c21586bec36995809cb02d3677423d9",
  19: "23baee80eee052f3263ac26dd12ea6504a5bd234",
  59: "b8b3cd6ca1d5b5610e43212f8df75211aaddcf96",
  99: "01b7be5b70ef64843a03fdbb3b247a6278d2cbe1",
};

/** Published examples of the standards. The provider checks itself against them before anybody may use it. */

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex')

/** GB/T 32918.5 annex A and C: one key, one signature, one ciphertext. */
export const sm2Vector = {
  scalar: hex('3945208F7B2144B13F36E38AC6D39F95 88939369 2860B51A42FB81EF4DF7C5B8'),
  point: hex(
    '04 09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020 CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13',
  ),
  signed: Buffer.from('message digest'),
  signature: hex(
    'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3 B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
  ),
  encrypted: Buffer.from('encryption standard'),
  ciphertext: {
    point: hex(
      '04 04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73 E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0',
    ),
    hash: hex('59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766'),
    cipher: hex('21886CA989CA9C7D58087307CA93092D651EFA'),
  },
}

/** GB/T 32905 annex A. */
export const sm3Vectors = [
  { message: Buffer.from('abc'), digest: hex('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0') },
  { message: Buffer.from('abcd'.repeat(16)), digest: hex('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732') },
]

/** GB/T 32907 annex A: one block, and the same block encrypted a million times over. */
export const sm4Vector = {
  key: hex('0123456789abcdeffedcba9876543210'),
  plain: hex('0123456789abcdeffedcba9876543210'),
  once: hex('681edf34d206965e86b3e94f536e4246'),
  millionTimes: hex('595298c7c6fd271f0402f804c33d3f66'),
}

/** Frames of meters in the field and of the facts page, with what they say. */
export const goodFrames = [
  {
    hex: '68610100000000681104333334331416',
    says: { address: '000000000161', function: 'read', direction: 'question', item: '00010000', name: 'energyKwh' },
  },
  {
    hex: '686101000000006891083333343359333333 8a16',
    says: { address: '000000000161', direction: 'answer', item: '00010000', values: { energyKwh: 0.26 } },
  },
  { hex: '6861010000000068910633343435 3443 1016', says: { item: '02010100', values: { volts: 100.1 } } },
  { hex: '68610100000000689107333435 35cc7c331616', says: { item: '02020100', values: { amps: 4.999 } } },
  { hex: '68aaaaaaaaaaaa681300df16', says: { address: 'aaaaaaaaaaaa', function: 'read the address', direction: 'question' } },
  { hex: '68aaaaaaaaaaaa68110433343435b116', says: { item: '02010100', direction: 'question' } },
  { hex: '684592662300106811043334343525 16', says: { address: '100023669245' } },
  { hex: '68459266230010689106333434356655 6216', says: { address: '100023669245', values: { volts: 223.3 } } },
  { hex: 'fefefefe6866000002302268 9c002616', says: { address: '223002000066', function: 'control', direction: 'answer' } },
  { hex: '6860079204009168d101376716', says: { error: 'wrong password or no permission' } },
  { hex: '680101190000006893063 4344c333333d116', says: { function: 'read the address', meter: '000000190101' } },
  { hex: '68aaaaaaaaaaaa68010252c3e416', says: { function: 'read (1997)', item: '901f', direction: 'question' } },
  { hex: '6812140006072068810652c3373639339816', says: { function: 'read (1997)', item: '901f', direction: 'answer', raw: '04030600' } },
].map((sample) => ({ ...sample, hex: sample.hex.replaceAll(' ', '') }))

export const badFrames = [
  { hex: '', at: 0, why: /no frame/ },
  { hex: '1616', at: 0, why: /does not begin with 68/ },
  { hex: '68610100000000', at: 7, why: /not complete/ },
  { hex: '6861010000000000', at: 7, why: /second 68/ },
  { hex: '686b010000000068', at: 1, why: /no pair of digits/ },
  { hex: '6861010000000068 11 c9', at: 9, why: /201 bytes of data/ },
  { hex: '68610100000000681104333334331516', at: 14, why: /checksum 15, right would be 14/ },
  { hex: '68610100000000681104333334331417', at: 15, why: /does not end with 16/ },
  { hex: '6861010000000068110433333433141600', at: 16, why: /something follows/ },
].map((sample) => ({ ...sample, hex: sample.hex.replaceAll(' ', '') }))

const plain = <T extends { hex: string }>(samples: readonly T[]): T[] =>
  samples.map((sample) => ({ ...sample, hex: sample.hex.replaceAll(' ', '') }))

/** Frames of meters in the field, with what they say. */
export const goodFrames = plain([
  {
    hex: '68 10 88052710152000 01 03 901f01 25 16',
    says: { type: 'cold water', address: '00201510270588', function: 'read', direction: 'question', item: '901f', serial: 1 },
  },
  {
    hex: '68 10 88052710152000 81 16 901f01 000000002c 000000002c 06201709011720 0000 8e 16',
    says: { reading: { volumeL: 0, settledVolumeL: 0, clock: '2017-01-09T17:20:06', status: { valve: 'open', isBatteryLow: false } } },
  },
  { hex: 'fefefefe 68 10 44332211003378 01 03 1f9000 80 16', says: { item: '901f', serial: 0, address: '78330011223344' } },
  { hex: 'fefe 68 10 89674523013378 83 03 0a81a7 34 16', says: { function: 'read the address', item: '810a', address: '78330123456789' } },
  { hex: '68 10 01000005080000 01 03 901f00 39 16', says: { address: '00000805000001' } },
  {
    hex: 'fefefe 68 10 01000005080000 81 16 901f00 002301002c 000000002c 00000000000000 0000 48 16',
    says: { reading: { volumeL: 123_000, status: { valve: 'open', isBatteryLow: false } } },
  },
  { hex: '68 10 aaaaaaaaaaaaaa 01 03 1f90aa 7b 16', says: { address: 'aaaaaaaaaaaaaa', item: '901f', serial: 0xaa } },
  { hex: '68 10 aaaaaaaaaaaaaa 01 03 901f01 d2 16', says: { item: '901f', serial: 1 } },
  { hex: '68 10 01131219000000 04 04 a01701 55 cc 16', says: { function: 'write', item: 'a017', raw: '55' } },
  { hex: '68 10 01131219000000 04 04 a01701 66 dd 16', says: { item: 'a017', raw: '66' } },
  { hex: '68 10 01131219000000 04 04 a01701 77 ee 16', says: { item: 'a017', raw: '77' } },
  { hex: 'fefefe 68 10 01000005080000 2a 04 a01700 55 c0 16', says: { function: 'valve (vendor)', item: 'a017', raw: '55' } },
  {
    hex: 'fefefe 68 10 01000005080000 aa 05 a01700 00ff eb 16',
    says: { function: 'valve (vendor)', direction: 'answer', status: { valve: 'open', isBatteryLow: false } },
  },
  { hex: '68 10 01000005080000 83 03 810a00 97 16', says: { function: 'read the address', item: '810a' } },
  { hex: '68 20 12192418273100 01 03 1f9012 0c 16', says: { type: 'heat', item: '901f' } },
])

export const badFrames = plain([
  {
    hex: '68 10 44332211003378 81 16 1f9000 007766552c 007766552c 31012211051520 2184 08 16',
    at: 33,
    why: /checksum 08, right would be 13/,
  },
  { hex: '', at: 0, why: /no frame/ },
  { hex: '16', at: 0, why: /does not begin with 68/ },
  { hex: '68 05 88052710152000 01 03 901f01 25 16', at: 1, why: /no type of meter/ },
  { hex: '68 10 8b052710152000 01 03 901f01 25 16', at: 2, why: /no pair of digits/ },
  { hex: '68 10 88052710152000 01 65', at: 10, why: /101 bytes of data/ },
  { hex: '68 10 88052710152000 01 03 901f', at: 13, why: /not complete/ },
  { hex: '68 10 88052710152000 01 03 901f01 25 17', at: 15, why: /does not end with 16/ },
])

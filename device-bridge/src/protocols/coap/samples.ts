/** By hand after RFC 7252 and 7959; the first is the example of RFC 7252, figure 16, with its own numbers. */
export const goodFrames = [
  {
    hex: '40017d34bb74656d7065726174757265',
    says: { kind: 'con', code: '0.01', name: 'get', id: 0x7d34, options: [{ option: 'path', value: 'temperature' }] },
  },
  { hex: '60457d34ff32322e332043', says: { kind: 'ack', code: '2.05', name: 'content', id: 0x7d34, hex: '32322e332043' } },
  { hex: '70007d34', says: { kind: 'rst', code: '0.00', id: 0x7d34 } },
  {
    hex: '42023039abcdb86d657373616765731132ff7b2276616c756573223a7b7d7d',
    says: {
      name: 'post',
      token: 'abcd',
      options: [
        { option: 'path', value: 'messages' },
        { option: 'format', value: 50 },
      ],
      json: { values: {} },
    },
  },
  {
    hex: '41010001016058636f6d6d616e6473',
    says: {
      name: 'get',
      token: '01',
      options: [
        { option: 'observe', value: 0 },
        { option: 'path', value: 'commands' },
      ],
    },
  },
  {
    hex: '40020002b86d65737361676573d1032d',
    says: {
      options: [
        { option: 'path', value: 'messages' },
        { option: 'block1', value: { number: 2, isMore: true, size: 512 } },
      ],
    },
  },
  { hex: '40010003e1fcdd61', says: { options: [{ option: 65_002, value: '61' }] } },
]

export const badFrames = [
  { hex: '400102', at: 3, why: /shorter/ },
  { hex: '80010001', at: 0, why: /version 2/ },
  { hex: '49010001010203040506070809', at: 0, why: /token of 9/ },
  { hex: '44010001aabb', at: 6, why: /within its token/ },
  { hex: '40000001ff00', at: 4, why: /empty message/ },
  { hex: '40020001ff', at: 4, why: /not there/ },
  { hex: '40020001f0', at: 4, why: /reserved/ },
  { hex: '40020001b5616263', at: 4, why: /5 bytes where 3/ },
  { hex: '40020001d0', at: 5, why: /within an option/ },
  { hex: '40020001e0ffff', at: 4, why: /option 65804/ },
  { hex: `40020001${'00'.repeat(41)}`, at: 44, why: /more than 40/ },
]

const plain = <T extends { hex: string }>(samples: readonly T[]): T[] =>
  samples.map((sample) => ({ ...sample, hex: sample.hex.replaceAll(' ', '') }))

export const goodPackets = plain([
  {
    hex: '404001000101 203a091a090c 790300000000 385b01000000 3000 02 0201 01 01 28 0a000200 0200 20202020202020202020202020202020202020202020202020202020202000 023a091a090c 462323',
    says: {
      serial: 1,
      at: '2012-09-26T01:58:32.000Z',
      source: '000000000379',
      destination: '000000015b38',
      command: 'send',
      told: [{ kind: 'part', part: 'smoke detector', partAddress: '0a000200', state: ['fire'], at: '2012-09-26T01:58:02.000Z' }],
    },
  },
  { hex: '40400100010123 3a091a090c 385b01000000 790300000000 0000 03 ab2323', says: { serial: 1, command: 'acknowledge' } },
  {
    hex: '40400100010120 3a091a090c 790300000000 385b01000000 0900 02 15 01 08 023a091a090c 422323',
    says: { told: [{ kind: 'device', state: ['mains fault'] }] },
  },
  {
    hex: '40400100010120 3a091a090c 790300000000 385b01000000 0400 02 19 01 01 01 c72323',
    says: { told: [{ kind: 'version', version: '1.1' }] },
  },
  { hex: '40400100010120 3a091a090c 385b01000000 790300000000 0300 04 51 01 00 fe2323', says: { command: 'request', type: 81 } },
  { hex: '40400100010120 3a091a090c 385b01000000 790300000000 0300 04 58 01 00 052323', says: { command: 'request', type: 88 } },
  {
    hex: '40400100010120 3a091a090c 790300000000 385b01000000 0800 05 1c 01 023a091a090c 432323',
    says: { command: 'answer', told: [{ kind: 'clock', at: '2012-09-26T01:58:02.000Z' }] },
  },
  { hex: '40400100010120 3a091a090c 385b01000000 790300000000 0300 01 5b 01 0a 0f2323', says: { command: 'control', type: 91 } },
  {
    hex: '40400000 0101 180d11160a14 000000000000 060504030201 3000 02 0201 01 03 00 d9000600 0200 a3c1c7f8a3b1b2e3dfc8b2b8d7dfc0c8000000000000000000000000000000 301213010814 682323',
    says: {
      serial: 0,
      destination: '010203040506',
      told: [{ address: 3, partAddress: 'd9000600', state: ['fire'], text: 'Ａ区１层呷哺走廊' }],
    },
  },
])

export const badPackets = plain([
  {
    hex: '40400000 0101 180d11160a14 000000000000 000000000000 3000 02 0201 01 03 00 d9000600 0200 a3c1c7f8a3b1b2e3dfc8b2b8d7dfc0c8000000000000000000000000000000 301213010814 532313',
    at: 77,
    why: /does not end with ##/,
  },
  { hex: '', at: 0, why: /no packet/ },
  { hex: '23234040', at: 0, why: /does not begin/ },
  { hex: '4041', at: 1, why: /does not begin/ },
  { hex: '404001000101203a091a090c790300000000385b01000000 0104 02', at: 24, why: /1025 bytes/ },
  { hex: '404001000101203a091a090c790300000000385b01000000 3000 02 0201', at: 29, why: /not complete/ },
  { hex: '40400100010123 3a091a090c 385b01000000 790300000000 0000 03 aa2323', at: 27, why: /checksum aa, right would be ab/ },
])

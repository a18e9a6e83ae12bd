const plain = <T extends { hex: string }>(samples: readonly T[]): T[] =>
  samples.map((sample) => ({ ...sample, hex: sample.hex.replaceAll(' ', '') }))

export const goodPieces = plain([
  { hex: '6c696e6b', says: { kind: 'link' } },
  { hex: Buffer.from('898604D9162390488297').toString('hex'), says: { kind: 'iccid', iccid: '898604D9162390488297' } },
  { hex: '444e590900f36ca2040200120d03', says: { box: '04a26cf3', message: 2, command: 'host asks time', told: { kind: 'ask-time' } } },
  {
    hex: '444e595000f36ca20403001168020220fc58681f07383938363034443931363233393034383832393755000038363434353230363937363234373256312e302e30302e3030303030302e3036313600000000002611',
    says: { told: { kind: 'host', iccid: '898604D9162390488297', imei: '864452069762472', version: 'V1.0.00.000000.0616' } },
  },
  { hex: '444e590900cd28a2046702221a03', says: { box: '04a228cd', told: { kind: 'ask-time' } } },
  {
    hex: '444e590f00cd28a2040108208002021e31069703',
    says: { told: { kind: 'register', firmware: '0x0280', ports: 2, virtualId: 0x1e, device: 0x31, mode: 6 } },
  },
  {
    hex: '444e591000cd28a204f207216b0902000000618704',
    says: { told: { kind: 'heartbeat', volts: 241.1, ports: [0, 0], signal: 0, temperatureRaw: 0x61 } },
  },
  {
    hex: '444e591d00cd28a2048008018002460902000000000000000000001e00315e00ac04',
    says: { told: { kind: 'sign-of-life', name: 'old heartbeat' } },
  },
  {
    hex: '444e5926003b37ab040200820064010000010100001234567812345678123456781234567880708813f808',
    says: { command: 'charge', balance: 356, port: 1, isStart: true, order: '12345678'.repeat(4), more: '80708813' },
  },
  {
    hex: '444e591d003b37ab0402008200 12345678123456781234567812345678 01 0000 fe06',
    says: { told: { kind: 'charge-answer', code: 0, order: '12345678'.repeat(4), port: 1 } },
  },
  { hex: '444e590b00f36ca20408008201018703', says: { told: { kind: 'charge-answer', code: 1 } } },
])

export const badPieces = plain([
  { hex: '', at: 0, why: /nothing/ },
  { hex: '55aa', at: 0, why: /DNY/ },
  { hex: '444e590800f36ca204', at: 3, why: /a length of 8/ },
  { hex: '444e59ffff', at: 3, why: /a length of 65535/ },
  { hex: '444e590900f36ca204', at: 9, why: /not complete/ },
  { hex: '3839383630475858', at: 5, why: /digits only/ },
  { hex: '444e591d003b37ab040200820012345678123456781234567812345678010000 06fe', at: 32, why: /checksum fe06, right would be 06fe/ },
  { hex: '444e590f00f36ca2040600208002020a31065704', at: 18, why: /checksum 0457, right would be 03ea/ },
])

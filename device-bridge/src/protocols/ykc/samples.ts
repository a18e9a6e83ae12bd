const plain = <T extends { hex: string }>(samples: readonly T[]): T[] =>
  samples.map((sample) => ({ ...sample, hex: sample.hex.replaceAll(' ', '') }))

/** Frames of real piles and servers whose checksum is right. */
export const goodFrames = plain([
  { hex: '680c0000000255031412782305 00da4c', says: { name: 'login-answer', sequence: '0000', pile: '55031412782305', result: 0 } },
  {
    hex: '680ece04000655031412782305 0000 00 8e2f',
    says: { name: 'prices-check-answer', sequence: 'ce04', model: '0000', isDifferent: false },
  },
  {
    hex: '682200190001202312120000100101 10 47562e3935723133 00 898604d11722d0348606 02 874e',
    says: { name: 'login', pile: '20231212000010', kind: 1, guns: 1, version: 1.6, software: 'GV.95r13', sim: '898604D11722D0348606' },
  },
  { hex: '681201000056202312120000 10 30750f11120c18 047d', says: { name: 'clock', at: '2024-12-18T09:15:30.000Z' } },
  {
    hex: '680d25d3000320231212000010 01 00 d1ac',
    says: { name: 'heartbeat', gun: 1, isFaulty: false, crc: 'high byte first', sequence: '25d3' },
  },
  { hex: '680b0007000920231212000010 72ed', says: { name: 'prices-request', crc: 'high byte first' } },
  {
    hex: '681e0002003300000000000012345678901234567890 20231212000010 01 01 00 411d',
    says: { name: 'start-answer', transaction: '00000000000012345678901234567890', isStarted: true, crc: 'high byte first' },
  },
  {
    hex: '6840bbbd001320231212000010000000001005713600 32010600395600 02 03 02 01 940e f403 54 0000000000000000 4e 55 1000 2000 c0570100 00000000 606c0100 0000 9373',
    says: {
      name: 'real-time',
      pile: '32010600395600',
      gun: 2,
      state: 3,
      homed: 2,
      isPlugged: true,
      volts: 373.2,
      amps: 101.2,
      cableC: 34,
      socPercent: 78,
      batteryC: 35,
      minutes: 16,
      minutesLeft: 32,
      energy: 8.8,
      amount: 9.328,
      faults: [],
    },
  },
  {
    hex: '68300100003400000000000012345678901234567890 20231212000010 01 5678901234567890 5678901234567890 10270000 5fd9',
    says: { name: 'start', balance: 100, card: '5678901234567890' },
  },
  {
    hex: '684d00150015320102000000001115111615553502602023121200001001 000000 00 0000 0000 00000000 00000000 00 00 00 000000 00 00 0000000000000000000000000000000000 0000000000000000 b8a1',
    says: { name: 'handshake', gun: 1, vin: '', year: 1985 },
  },
  {
    hex: '68a20046003b20231212000010 323239000000000000 20231212000010 01 b03604116d0c17 a08c09116d0c17 f0490200000000000000000000000000 d0fb0100000000000000000000000000 b0ad0100000000000000000000000000 905f0100720600007206000078050000 0000000000 0000000000 72060000 72060000 78050000 0000000000000000000000000000000000 01 a08c09116d0c17 40 0000000000000000 03e0',
    says: {
      name: 'bill',
      startedAt: '2023-12-13T09:04:14.000Z',
      endedAt: '2023-12-13T09:09:36.000Z',
      sharpPrice: 1.5,
      peakPrice: 1.3,
      flatPrice: 1.1,
      valleyPrice: 0.9,
      valleyEnergy: 0.165,
      valleyAmount: 0.14,
      amount: 0.14,
      by: 1,
      stopReason: 0x40,
    },
  },
  { hex: '6815460000402023121200001032323900000000 0000 00 9d7b', says: { name: 'bill-answer', isIllegal: false } },
])

export const badFrames = plain([
  { hex: '', at: 0, why: /no frame/ },
  { hex: '00680c', at: 0, why: /begin with 68/ },
  { hex: '6800', at: 1, why: /a length of 0/ },
  { hex: '6803', at: 1, why: /a length of 3/ },
  { hex: '68ff0000', at: 4, why: /not complete/ },
  // A length that says nine bytes where thirteen stand, and one that is four too short: not to be read as shorter frames.
  { hex: '680925d3000420231212000010 01 00 1d0b', at: 11, why: /checksum/ },
  {
    hex: '685a0007000a20231212000010 0001 f8240100 c8af0000 f8240100 c8af0000 f8240100 c8af0000 f8240100 c8af0000 00 000000000000000000000000 010101010101010101010101 020202020202020202020202 030303030303030303030303 fe63',
    at: 92,
    why: /checksum/,
  },
  { hex: '6822000000015503141278230500020f56342e312e3530000101010101010101010101 04 675a', at: 36, why: /checksum 675a/ },
])

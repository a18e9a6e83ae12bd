/** Frames as they were seen or as the protocol's own examples give them: bytes in, meaning out. */

/** RTU: the checksum is right and the body is this. */
export const goodRtu = [
  { hex: '0104000000127007', unit: 1, pdu: '0400000012' },
  { hex: '01040102000851f0', unit: 1, pdu: '0401020008' },
  { hex: '0103000500045408', unit: 1, pdu: '0300050004' },
  { hex: '1101001300250e84', unit: 0x11, pdu: '0100130025' },
  { hex: '1183044136', unit: 0x11, pdu: '8304' },
  { hex: '0187018230', unit: 1, pdu: '8701' },
  { hex: '01830440f3', unit: 1, pdu: '8304' },
  { hex: '010300000080446a', unit: 1, pdu: '0300000080' },
  { hex: '0101000007f9fe78', unit: 1, pdu: '01000007f9' },
  // Too short for its function, with a good checksum: it is a frame, and its reader has to stay on its feet.
  { hex: '081013bc0f', unit: 8, pdu: '1013' },
  { hex: '110306ae415652434049ad', unit: 0x11, pdu: '0306ae4156524340' },
] as const

/** RTU: not to be believed. */
export const badRtu = ['0103003e0001ddfa', '', '01', '0104000000127008'] as const

/** TCP: whole frames. */
export const goodTcp = [
  { hex: '00010000000601050005ff00', transaction: 1, unit: 1, pdu: '050005ff00' },
  { hex: '000100000003018701', transaction: 1, unit: 1, pdu: '8701' },
  { hex: '0001000000060103003e0001', transaction: 1, unit: 1, pdu: '03003e0001' },
] as const

/** One model, one answer, what it means. */
export const modelSamples = [
  {
    model: 'meter-1p',
    pdu: '0408 08ff 01f4 0001e240',
    values: { volts: 230.3, watts: 500, total: 1_234_560 },
    tells: { energyWh: 1_234_560 },
  },
  { model: 'meter-1p', pdu: '0408 08fc ff38 00000001', values: { volts: 230, watts: -200, total: 10 }, tells: { powerW: -200 } },
  { model: 'meter-float', pdu: '0304 8000 42f6', values: { total: 123_250 }, tells: { energyWh: 123_250 } },
  {
    model: 'air-sensor',
    pdu: '030a ff9c 0258 0023 0040 01c7',
    values: { temperatureC: -10, humidityPercent: 60, pm25Ugm3: 35, pm10Ugm3: 64, noiseDb: 45.5 },
    tells: { temperatureC: -10, noiseDb: 45.5 },
  },
  {
    model: 'relay-8',
    pdu: '0101 05',
    values: { relay1: true, relay2: false, relay3: true, relay4: false, relay5: false, relay6: false, relay7: false, relay8: false },
    tells: { properties: { relay1: true, relay3: true } },
  },
] as const

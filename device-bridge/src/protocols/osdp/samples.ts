/** Of the open implementation's tests and of the standard's annex. */
export const goodFrames = [
  { hex: '5365080004606090', says: { address: 0x65, isReply: false, sequence: 0, check: 'crc', name: 'poll' } },
  { hex: '536507000060e1', says: { address: 0x65, check: 'checksum', name: 'poll' } },
  { hex: 'ff536507000060e1', says: { address: 0x65, check: 'checksum', name: 'poll' } },
  { hex: '53651000047601020304050607080d20', says: { name: 'chlng', hex: '0102030405060708' } },
  { hex: '53e508000640b0f0', says: { isReply: true, sequence: 2, name: 'ack', kind: 'nothing' } },
  { hex: '53e50b000546040401b3ec', says: { isReply: true, name: 'pdcap' } },
  { hex: '537f0d00046e00802500006e38', says: { address: 0x7f, name: 'comset', hex: '0080250000' } },
  { hex: '537f0c00006e00802500000f', says: { name: 'comset', check: 'checksum' } },
  {
    hex: '53e52a000903120176101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f19',
    says: { name: 'ccrypt', security: '1201' },
  },
]

export const badFrames = [
  { hex: '5365', at: 2, why: /at least 7/ },
  { hex: '5465080004606090', at: 0, why: /begins with 54/ },
  { hex: '5365ffff04606090', at: 2, why: /65535/ },
  { hex: '5365060004606090', at: 2, why: /length says 6/ },
  { hex: '5365080004606091', at: 6, why: /check 9160, right would be 9060/ },
  { hex: '536507000060e2', at: 6, why: /check e2, right would be e1/ },
]

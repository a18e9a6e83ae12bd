export const goodPieces = [
  { hex: '4c4952454e3a312e6162630d', says: { kind: 'line', text: 'LIREN:1.abc' } },
  { hex: '313233340d0a', says: { kind: 'line', text: '1234' } },
  { hex: '55aa3000040041424344cf', says: { kind: 'frame', command: 0x30, status: 0, text: 'ABCD' } },
]
export const badPieces = [
  { hex: '41424301', at: 3, why: /01 is no part/ },
  { hex: '414243', at: 3, why: /end of the line/ },
  { hex: '55aa3000', at: 4, why: /at least 7/ },
  { hex: '55aa30000500414243449b', at: 4, why: /length says 12/ },
  { hex: '55aa300004004142434400', at: 10, why: /check 00, right would be cf/ },
]

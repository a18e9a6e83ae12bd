/** Messages of controllers and drivers, as other implementations have them; short ones are padded with zeros to 64 bytes. */
const whole = (hex: string): string => hex.padEnd(128, '0')

export const goodFrames = [
  { hex: '172000002d553919', says: { operation: 'status', controller: 423187757 } },
  {
    hex: '172000002d5539193900000001000301aae85d00201904191700090601000101000001010914370211000000210000002b040119042000009326048808920000',
    says: {
      event: {
        index: 57,
        kind: 'swipe',
        isGranted: false,
        door: 3,
        direction: 'in',
        card: 6154410,
        at: '2019-04-19T09:00:09.000Z',
        reason: 'denied: no access right',
      },
      openDoors: [1, 3, 4],
      buttons: [3, 4],
      systemError: 9,
      at: '2019-04-20T06:37:02.000Z',
    },
  },
  { hex: '174000002d55391903', says: { operation: 'openDoor', doorOrDone: 3 } },
  { hex: '1794000000000000', says: { operation: 'getController', controller: 0 } },
  {
    hex: '179400002d553919c0a80000ffffff000000000000661939552d089220180816',
    says: { address: '192.168.0.0', mask: '255.255.255.0', mac: '00661939552d', version: '8.92', date: '20180816' },
  },
  { hex: '173000002d55391920190421094440', says: { operation: 'setTime', at: '2019-04-21T01:44:40.000Z' } },
  {
    hex: '175000002d553919ace85d00201901022019123101001d0100000005',
    says: { operation: 'putCard', card: 6154412, from: '20190102', until: '20191231', doors: [1, 0, 29, 1], pin: 0 },
  },
  { hex: '175000002d55391901', says: { operation: 'putCard', done: true } },
  { hex: '175200002d553919ace85d00', says: { operation: 'deleteCard' } },
  { hex: '178000002d553919040205', says: { operation: 'setDoor', door: 4, mode: 2, delaySeconds: 5 } },
  { hex: '179000002d553919c0a80164409c0d', says: { operation: 'setListener', listener: '192.168.1.100:40000', everySeconds: 13 } },
  {
    hex: '17b000002d5539190800000002010301ade85d002019021007120106000000000000000000000000000000000000000000000000000000004a26803908920000',
    says: { event: { index: 8, kind: 'door', isGranted: true, door: 3, card: 6154413, at: '2019-02-09T23:12:01.000Z' } },
  },
  { hex: '17b000002d55391900000000ff', says: { event: { kind: 'overwritten' } } },
  { hex: '17b000002d553919ac2b030001000201a07a990020000000000000060000', says: { event: { kind: 'swipe', door: 2, at: null } } },
  { hex: '17b400002d55391911000000', says: { operation: 'getEventIndex' } },
].map((sample) => ({ ...sample, hex: whole(sample.hex) }))

export const badFrames = [
  { hex: '', at: 0, why: /no bytes/ },
  { hex: whole('1820'), at: 0, why: /begins with 18/ },
  { hex: whole('1940'), at: 1, why: /only events/ },
  { hex: whole('172000002d553919').slice(2), at: 0, why: /begins with 20/ },
  { hex: whole('172000002d553919').slice(0, -2), at: 63, why: /63 bytes/ },
  { hex: `${whole('172000002d553919')}00`, at: 64, why: /65 bytes/ },
  { hex: whole('172001002d553919'), at: 2, why: /bytes 2 and 3/ },
  { hex: whole('17ff00002d553919'), at: 1, why: /no operation ff/ },
]

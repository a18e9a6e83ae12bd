const anpr = (more: string, root = 'EventNotificationAlert') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">\n<ipAddress>192.0.2.7</ipAddress><macAddress>00:00:5E:00:53:02</macAddress><channelID>1</channelID><dateTime>2026-03-01T08:00:00+08:00</dateTime><activePostCount>1</activePostCount><eventType>ANPR</eventType><eventState>active</eventState>${more}<UUID>u-1</UUID></${root}>`

/** Field sets as seen on live devices, with numbers of nobody. */
export const anprNotice = anpr(
  '<ANPR><licensePlate>WX1234A</licensePlate><line>1</line><direction>reverse</direction><confidenceLevel>92</confidenceLevel><plateColor>unknown</plateColor><vehicleType>SUVMPV</vehicleType><vehicleInfo><color>black</color><vehicleLogoRecog>1036</vehicleLogoRecog></vehicleInfo><vehicleListName>otherList</vehicleListName></ANPR>',
)
export const accessNotice = (serialNo: number, more: object = {}) =>
  JSON.stringify({
    ...{ ipAddress: '192.0.2.3', portNo: 80, protocol: 'HTTP', macAddress: '00:00:5e:00:53:01', channelID: 1 },
    ...{ dateTime: '2026-03-01T08:00:00+08:00', activePostCount: 1, eventType: 'AccessControllerEvent', eventState: 'active' },
    AccessControllerEvent: {
      ...{ deviceName: 'gate-1', majorEventType: 5, subEventType: 75, doorNo: 1, cardReaderNo: 1, employeeNoString: '1001' },
      ...{ serialNo, frontSerialNo: serialNo - 1, currentEvent: true, currentVerifyMode: 'face', picturesNumber: 1, ...more },
    },
  })
const alert = (type: string, state: string, description = '', count = 1) =>
  `<EventNotificationAlert version="1.0" xmlns="urn:psialliance-org"><channelID>2</channelID><dateTime>2026-03-01T08:00:00+08:00</dateTime><activePostCount>${count}</activePostCount><eventType>${type}</eventType><eventState>${state}</eventState><eventDescription>${description}</eventDescription></EventNotificationAlert>`
export const alertNotice = alert

export const goodNotices = [
  {
    text: anprNotice,
    says: {
      kind: 'anpr',
      at: Date.UTC(2026, 2, 1),
      mac: '00:00:5e:00:53:02',
      anpr: { plate: 'WX1234A', confidence: 92, vehicleColour: 'black', line: 1, id: 'u-1' },
    },
  },
  {
    text: anpr(
      '<ANPR><licensePlate>unknown</licensePlate><originalLicensePlate>浙A 12345</originalLicensePlate><confidenceLevel>87.5</confidenceLevel></ANPR>',
      'ns1:EventNotificationAlert',
    ),
    says: { anpr: { plate: '浙A 12345', confidence: 87.5, colour: undefined } },
  },
  { text: accessNotice(42), says: { kind: 'access', access: { subEventType: 75, serialNo: 42, frontSerialNo: 41 } } },
  { text: alert('other', 'inactive', 'Heartbeat'), says: { kind: 'alive' } },
  { text: alert('videoloss', 'inactive', '', 0), says: { kind: 'alive' } },
  { text: '{"eventType":"heartBeat","eventState":"active","dateTime":"2026-03-01T08:00:00+08:00"}', says: { kind: 'alive' } },
  { text: alert('fielddetection', 'active'), says: { kind: 'analytic', isActive: true, channel: 2 } },
  {
    text: '<a:EventNotificationAlert><!-- x --><eventType><![CDATA[VMD]]></eventType><empty/></a:EventNotificationAlert>',
    says: { kind: 'analytic', type: 'VMD' },
  },
]

export const badNotices = [
  { text: '', at: 0, why: /not JSON/ },
  { text: '<EventNotificationAlert><eventType>ANPR</eventType>', at: 51, why: /not closed/ },
  { text: '<a></b>', at: 3, why: /closes nothing/ },
  { text: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', at: 0, why: /begins here/ },
  { text: '<Other/>', at: 0, why: /no EventNotificationAlert/ },
  { text: '<EventNotificationAlert></EventNotificationAlert>', at: 0, why: /without an eventType/ },
  { text: `${'<a>'.repeat(33)}`, at: 96, why: /too deeply/ },
  { text: '{"eventType":"AccessControllerEvent","AccessControllerEvent":{}}', at: 37, why: /majorEventType/ },
  { text: '{"eventType":', at: 13, why: /not JSON/ },
]

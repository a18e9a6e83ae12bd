/** The first three are of the project's own documentation, shortened. */
export const goodEvents = [
  {
    kind: 'up',
    text: '{"deduplicationId":"3ac7e3c4-4401-4b8d-9386-a5c902f9202d","time":"2022-07-18T09:34:15.775023242+00:00","deviceInfo":{"tenantId":"52f14cd4-c6f1-4fbd-8f87-4025e1d49242","applicationId":"17c82e96-be03-4f38-aef3-f83d48582d97","deviceName":"Test device","devEui":"0101010101010101"},"devAddr":"00189440","dr":1,"fPort":1,"data":"qg==","rxInfo":[{"gatewayId":"0016c001f153a14c","rssi":-36,"snr":10.5}]}',
    says: { fCnt: 0, fPort: 1, confirmed: false, hex: 'aa' },
  },
  {
    kind: 'ack',
    text: '{"deviceInfo":{"devEui":"0101010101010101"},"queueItemId":"1bbcab1d-6ec6-4136-b3f5-d63be1dc08de","acknowledged":true,"fCntDown":3}',
    says: { acknowledged: true, fCntDown: 3 },
  },
  { kind: 'join', text: '{"deviceInfo":{"devEui":"0101010101010101"},"devAddr":"00189440"}', says: { devAddr: '00189440' } },
  {
    kind: 'ack',
    text: '{"deviceInfo":{"devEui":"0101010101010101"},"queueItemId":"1bbcab1d-6ec6-4136-b3f5-d63be1dc08de"}',
    says: { acknowledged: false },
  },
  { kind: 'status', text: '{"deviceInfo":{"devEui":"0101010101010101"},"margin":7,"batteryLevel":78.5}', says: { batteryLevel: 78.5 } },
  {
    kind: 'log',
    text: '{"deviceInfo":{"devEui":"0101010101010101"},"level":"ERROR","code":"UPLINK_F_CNT_RETRANSMISSION","description":"x"}',
    says: { code: 'UPLINK_F_CNT_RETRANSMISSION' },
  },
  {
    kind: 'txack',
    text: '{"deviceInfo":{"devEui":"0101010101010101"},"queueItemId":"1bbcab1d-6ec6-4136-b3f5-d63be1dc08de"}',
    says: { fCntDown: 0 },
  },
]

export const badEvents = [
  { kind: 'up', text: '', at: 0, why: /not JSON/ },
  { kind: 'up', text: '[]', at: 0, why: /message|Invalid/ },
  { kind: 'up', text: '{"fPort":1}', at: 0, why: /deviceInfo/ },
  { kind: 'up', text: '{"deviceInfo":{"devEui":"01010101010101"}}', at: 15, why: /devEui/ },
  { kind: 'up', text: '{"deviceInfo":{"devEui":"0101010101010101"},"data":"q*=="}', at: 44, why: /data/ },
  { kind: 'up', text: '{"deviceInfo":{"devEui":"0101010101010101"},"fPort":-1}', at: 44, why: /fPort/ },
  { kind: 'status', text: '{"deviceInfo":{"devEui":"0101010101010101"},"batteryLevel":120}', at: 44, why: /batteryLevel/ },
]

/** Public samples, their numbers made up. */
export const goodPushes = [
  {
    as: 'ctwing',
    text: '{"messageType":"dataReport","deviceId":"acf7baaee65e431eadfb8f5fe50e8b81","timestamp":1606982320277,"IMSI":"undefined","topic":"v1/up/ad19prof","upPacketSN":"","payload":{"serviceId":"notification","serviceData":{"TData":30,"SNR":1,"RSRP":114,"Battery_Level":100,"Alarm_Status":2}}}',
    says: [{ kind: 'data', name: 'notification', at: 1606982320277, values: { Alarm_Status: 2, Battery_Level: 100 } }],
  },
  {
    as: 'ctwing',
    text: '{"messageType":"dataReport","deviceId":"d-1","timestamp":"1606982320277","payload":{"APPdata":"AQFWMS4wAAAAACMAAAAH/wAlODYyNTkyMDUxNjUxNDcyAAEAMjUAODAAAAAAAAABAQAAAAEAAASD"}}',
    says: [
      {
        kind: 'data',
        at: 1606982320277,
        hex: '010156312e30000000002300000007ff0025383632353932303531363531343732000100323500383000000000000001010000000100000483',
      },
    ],
  },
  {
    as: 'ctwing',
    text: '{"timestamp":1589444231825,"tenantId":"10461180","protocol":"lwm2m","messageType":"deviceOnlineOfflineReport","iccid":"undefined","eventType":1,"deviceId":"44d0b9e48d404094bbbcf889e4e64ece"}',
    says: [{ kind: 'online', id: '44d0b9e48d404094bbbcf889e4e64ece' }],
  },
  {
    as: 'ctwing',
    text: '{"messageType":"dataReport","deviceId":"d-1","payload":"{\\"level\\":4}"}',
    says: [{ kind: 'data', values: { level: 4 } }],
  },
  { as: 'ctwing', text: '{"messageType":"deviceDelete","deviceId":"d-1"}', says: [{ kind: 'other', name: 'deviceDelete' }] },
  {
    as: 'onenet',
    text: '{"msg":{"at":1557909036230,"imei":"867726030828687","type":1,"ds_id":"3200_0_5505","value":"68a1072516","dev_id":526298861},"msg_signature":"x","nonce":"n"}',
    says: [{ kind: 'data', id: '526298861', name: '3200_0_5505', hex: '68a1072516', at: 1557909036230 }],
  },
  {
    as: 'onenet',
    text: '{"msg":[{"type":2,"dev_id":1,"status":0,"login_type":10},{"type":1,"dev_id":1,"ds_id":"3303_0_5700","value":21.5,"at":1}]}',
    says: [{ kind: 'offline' }, { kind: 'data', values: { '3303_0_5700': 21.5 } }],
  },
]

export const badPushes = [
  { as: 'ctwing', text: '', at: 0, why: /not JSON/ },
  { as: 'ctwing', text: '{"messageType":"dataReport"}', at: 0, why: /deviceId/ },
  { as: 'ctwing', text: '{"messageType":"dataReport","deviceId":"d"}', at: 0, why: /no payload/ },
  { as: 'ctwing', text: '{"messageType":"dataReport","deviceId":"d","payload":{"APPdata":"AQF"}}', at: 43, why: /base64/ },
  { as: 'ctwing', text: '{"messageType":"dataReport","deviceId":"d","payload":"68 16"}', at: 43, why: /text that is not JSON/ },
  { as: 'ctwing', text: '{"messageType":"deviceOnlineOfflineReport","deviceId":"d","eventType":5}', at: 58, why: /neither 0 nor 1/ },
  { as: 'onenet', text: '{"enc_msg":"abc"}', at: 1, why: /encrypted/ },
  { as: 'onenet', text: '{"msg":7}', at: 1, why: /msg/ },
]

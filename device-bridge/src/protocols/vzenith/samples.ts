/** Of the maker's public text, shortened. */
export const goodPushes = [
  {
    text: '{"AlarmInfoPlate":{"channel":0,"deviceName":"R5-V1.0","ipaddr":"192.0.2.131","serialno":"fe71e106-57263272","rule_id":1,"user_data":"","result":{"PlateResult":{"license":"粤Z9065澳","confidence":96,"colorType":4,"type":14,"direction":0,"triggerType":4,"plateid":21085,"isoffline":0,"is_fake_plate":0,"gioouts":[{"ctrltype":0,"ionum":"0"}],"plates":[{"color":4,"license":"粤Z9065澳","plate_width":281,"pos":{"bottom":674,"left":1002,"right":1263,"top":565},"type":14}],"timeStamp":{"Timeval":{"decyear":2023,"decmon":6,"decday":9,"dechour":16,"decmin":39,"decsec":54,"sec":1686299994,"usec":687772}}}}}}',
    says: { kind: 'plate', serial: 'fe71e106-57263272', plate: { license: '粤Z9065澳', confidence: 96, colorType: 4, plateid: 21085 } },
  },
  {
    text: '{"AlarmInfoPlate":{"serialno":"eff50e18-e3d3862b","result":{"PlateResult":{"license":"_无_","timeStamp":{"Timeval":{"sec":1441815171,"usec":672241}},"triggerType":4,"plateid":123,"isoffline":0,"gioouts":[{"ionum":1,"ctrltype":0}]}}}}',
    says: { kind: 'plate', plate: { license: '_无_' } },
  },
  {
    text: '{"AlarmGioIn":{"deviceName":"IVS","ipaddr":"192.0.2.40","result":{"TriggerResult":{"source":3,"value":1}},"serialno":"d85b1269-8f942256"}}',
    says: { kind: 'input', source: 3, value: 1 },
  },
  {
    text: '{"SerialData":{"channel":0,"serialno":"cead13eb-1a198cd7","serialChannel":0,"data":"Y2guY29tFw==","dataLen":7}}',
    says: { kind: 'serial', channel: 0, data: 'Y2guY29tFw==' },
  },
  { text: '{"ipaddr":"192.0.2.100","TriggerImage":{"imageFile":"Y2guY29tFw==","imageFileLen":7}}', says: { kind: 'picture' } },
]

export const badPushes = [
  { text: '', at: 0, why: /not JSON/ },
  { text: '{"AlarmInfoPlate":', at: 18, why: /not JSON/ },
  { text: '{} // comment', at: 3, why: /not JSON/ },
  { text: '[]', at: 0, why: /none of/ },
  { text: '{"AlarmInfoPlate":{"serialno":"a"}}', at: 0, why: /result/ },
  { text: '{"AlarmGioIn":{"serialno":"a","result":{"TriggerResult":{"source":"3","value":1}}}}', at: 57, why: /source/ },
]

const at = 1_772_323_200_000
const own = (type: string, values: object): string => JSON.stringify({ id: 'a-1', at, type, values })
/** The last four in the form of the terminals' public text, with numbers of nobody. */
export const goodPushes = [
  {
    text: own('camera.falling-object', {
      ...{ zone: 'east', fromFloor: '12', confidencePercent: 91, video: 'clips/1' },
      trajectory: [
        [512, 130.5, 0],
        [512, 171, 80],
      ],
    }),
    says: {
      kind: 'told',
      at,
      signals: [
        {
          values: {
            video: 'clips/1',
            trajectory: [
              [512, 130.5, 0],
              [512, 171, 80],
            ],
          },
        },
      ],
    },
  },
  {
    text: own('camera.crowd', { people: 31, limit: 20, isActive: true }),
    says: { signals: [{ type: 'camera.crowd', values: { people: 31 } }] },
  },
  { text: own('camera.intrusion', { zone: 'north', target: 'person', rule: 'line' }), says: { signals: [{ type: 'camera.intrusion' }] } },
  { text: own('camera.occluded', { isActive: true }), says: { signals: [{ type: 'camera.occluded' }] } },
  { text: own('camera.ebike', { behaviour: 'indoors', floor: '3', photo: 'pictures/7' }), says: { signals: [{ type: 'camera.ebike' }] } },
  { text: own('lift.ebike', { isInside: false, floor: '1' }), says: { signals: [{ type: 'lift.ebike', values: { isInside: false } }] } },
  {
    text: '{"operator":"HeartBeat","info":{"DeviceID":"005a213b000b93cc","Time":"2024-06-24T09:56:15"}}',
    says: { kind: 'alive', deviceId: '005a213b000b93cc' },
  },
  { text: '{"facesluiceId":1026230}', says: { kind: 'alive', deviceId: '1026230' } },
  {
    text: '{"operator":"VerifyPush","info":{"DeviceID":"123555","PersonID":105,"CustomizeID":"123","Name":"N","PersonType":0,"Similarity1":92.4,"VerifyStatus":1,"VerfyType":1,"CreateTime":"2024-06-24T09:56:15","Sendintime":1,"PushType":2,"nRecordIndex":4},"SanpPic":"data:image/jpeg;base64,AA"}',
    says: {
      deviceId: '123555',
      at: Date.UTC(2024, 5, 24, 1, 56, 15),
      signals: [{ type: 'passage', values: { isGranted: true, method: 'face', credential: '123', similarityPercent: 92.4, record: 4 } }],
    },
  },
  {
    text: '{"messageId":"1","operator":"RecPush","info":{"facesluiceId":1026230,"customId":"c-1","RecordID":"77","VerifyStatus":3,"similarity1":"12.5","persionName":"N","time":"1970-01-01 08:00:05"}}',
    says: { at: undefined, signals: [{ type: 'passage', values: { isGranted: false, reason: 'not registered', record: 77 } }] },
  },
  {
    text: '{"operator":"ElectricalBicycleSnapPush","info":{"facesluiceId":"l-1","SnapID":9,"time":"2026-03-01 08:00:00"}}',
    says: {
      at: Date.UTC(2026, 2, 1),
      key: `snap/9/${Date.UTC(2026, 2, 1)}`,
      signals: [{ type: 'lift.ebike', values: { isInside: true } }],
    },
  },
  {
    text: '{"operator":"ParabolicSnapPush","info":{"DeviceID":"l-1","SnapID":"10"}}',
    says: { signals: [{ type: 'camera.falling-object', values: { record: '10' } }] },
  },
]

export const badPushes = [
  { text: '', at: 0, why: /not JSON/ },
  { text: '[]', at: 0, why: /no object/ },
  { text: '{"operator":"VerifyPush"}', at: 0, why: /without info/ },
  { text: '{"operator":"RecPush","info":{}}', at: 22, why: /nobody/ },
  { text: '{"operator":"Explode","info":{"DeviceID":"1"}}', at: 1, why: /"Explode" is not known/ },
  { text: own('door.opened', {}), at: 31, why: /type/ },
  { text: own('camera.crowd', { people: -1 }), at: 63, why: /people/ },
  { text: own('camera.unheard-of', {}), at: 31, why: /type/ },
  { text: own('camera.falling-object', { trajectory: [[1, 1]] }), at: 0, why: /trajectory/ },
]

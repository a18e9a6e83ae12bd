import { between, builtin, does, flag, identify, measured, oneOf, param, reboot, says } from './parts.ts'

const door = param('door', 'integer', '门号', 'Door', { min: 0, max: 256 })
const lane = param('lane', 'integer', '车道', 'Lane', { min: 0, max: 64 })
/** Ten seconds: who stood before the door has gone away after that. */
const atOnce = { ttlSeconds: 10 }
const opensForAll = { isDangerous: true, ttlSeconds: 10 }

const modes = {
  controlled: ['凭证通行', 'By credential'],
  'normally-open': ['常开', 'Kept open'],
  'normally-closed': ['常闭', 'Kept closed'],
  'released-by-fire': ['消防放行', 'Released by fire'],
} as const

const passage = says('passage', '通行', 'Passage', 'info', [
  door,
  param('isGranted', 'boolean', '是否放行', 'Let through', { isOptional: false }),
  param('method', 'text', '方式', 'By'),
  param('direction', 'text', '方向', 'Direction'),
  param('reason', 'text', '原因', 'Reason'),
])

const doorProperties = [
  between('isOpen', 'door.opened', 'door.closed', '门开着', 'Open'),
  oneOf('door.mode', 'mode', '控制方式', 'Mode', modes),
]
const doorEvents = [
  passage,
  says('door.forced', '强行开门', 'Forced open', 'alarm', [door]),
  says('door.held-open', '长时间未关', 'Held open', 'warning', [door]),
  says('door.duress', '胁迫开门', 'Opened under duress', 'alarm', [door]),
  says('door.unlocked', '门锁打开', 'Unlocked', 'info', [door]),
  says('door.locked', '门锁关闭', 'Locked', 'info', [door]),
  says('event.reported', '设备事件', 'Event of the device', 'info', [param('name', 'text', '名称', 'Name', { isOptional: false })]),
  says('device.tampered', '防拆', 'Tampered with', 'alarm', [param('isActive', 'boolean', '是否发生', 'Active')]),
]
const doorServices = [
  does('door.open', '开门', 'Open', [door, param('seconds', 'integer', '保持秒数', 'Seconds', { min: 1, max: 600, unit: 's' })], atOnce),
  does('door.close', '关门', 'Close', [door], atOnce),
  does('door.hold-open', '常开', 'Keep open', [door], opensForAll),
  does('door.hold-closed', '常闭', 'Keep closed', [door], opensForAll),
  does('door.release', '恢复凭证通行', 'Back to credentials', [door], atOnce),
  identify,
  reboot,
]

/** Cameras that count who goes by. */
const counted = [
  measured('camera.counted', 'entered', '进入人次', 'Entered', '', { min: 0 }),
  measured('camera.counted', 'left', '离开人次', 'Left', '', { min: 0 }),
]

const perimeter = {
  properties: [
    flag('camera.occluded', 'isActive', 'isOccluded', '镜头被遮挡', 'Occluded'),
    flag('camera.video-lost', 'isActive', 'isLost', '视频丢失', 'Video lost'),
    ...counted,
  ],
  events: [
    says('camera.intrusion', '周界入侵', 'Intrusion', 'alarm', [
      param('zone', 'text', '防区', 'Zone'),
      param('target', 'text', '目标', 'Target'),
    ]),
    says('camera.crowd', '人员聚集', 'Crowd', 'warning', [param('people', 'integer', '人数', 'People')]),
    says('camera.smoke', '烟火', 'Smoke or flames', 'alarm', [param('kind', 'text', '类型', 'Kind', { isOptional: false })]),
    says('camera.passage-blocked', '通道占用', 'Passage blocked', 'warning', [param('by', 'text', '占用物', 'By')]),
    says('camera.detected', '智能分析', 'Finding', 'info', [param('kind', 'text', '类型', 'Kind', { isOptional: false })]),
  ],
}

const plateCamera = {
  properties: [
    between('isOpen', 'barrier.opened', 'barrier.closed', '道闸抬起', 'Barrier up'),
    oneOf('barrier.mode', 'mode', '控制方式', 'Mode', modes),
  ],
  events: [
    says('plate.read', '识别车牌', 'Plate read', 'info', [
      param('plate', 'text', '车牌', 'Plate', { maxLength: 20, isOptional: false }),
      param('direction', 'text', '方向', 'Direction'),
      param('confidencePercent', 'number', '可信度', 'Confidence', { unit: '%', min: 0, max: 100 }),
    ]),
    says('loop.changed', '地感', 'Loop', 'info', [
      param('loop', 'integer', '地感', 'Loop', { min: 0, max: 64, isOptional: false }),
      param('isOccupied', 'boolean', '有车', 'Occupied', { isOptional: false }),
    ]),
    says('event.reported', '设备事件', 'Event of the device', 'info', [param('name', 'text', '名称', 'Name', { isOptional: false })]),
  ],
  services: [
    does('barrier.open', '抬杆', 'Raise', [lane], atOnce),
    does('barrier.close', '落杆', 'Lower', [lane], opensForAll),
    does('barrier.hold-open', '常抬', 'Keep raised', [lane], opensForAll),
    does('barrier.release', '恢复自动', 'Back to automatic', [lane], atOnce),
    does('display.show', '显示', 'Show', [lane, param('lines', 'json', '文字行', 'Lines', { isOptional: false })]),
    reboot,
  ],
}

export const doorProducts = [
  builtin('door-controller', '门禁控制器', ['entrance', 'door', 'uhppote'], 'gate', {
    properties: doorProperties,
    events: doorEvents,
    services: doorServices,
  }),
  builtin(
    'face-terminal',
    '人脸门禁终端',
    ['entrance', 'door', 'isapi'],
    'gate',
    {
      properties: doorProperties,
      events: [...doorEvents, says('doorbell.rung', '访客呼叫', 'Doorbell', 'info', [door])],
      services: [...doorServices, does('voice.play', '播放语音', 'Speak', [param('text', 'text', '内容', 'Words')])],
    },
    { grade: 'high' },
  ),
  builtin('plate-camera', '车牌识别道闸', ['parking', 'barrier', 'vzenith'], 'gate', plateCamera),
  builtin('door-contact', '门磁传感器', ['entrance', 'door', 'mqtt-sensor'], 'mains', {
    properties: [
      between('isOpen', 'door.opened', 'door.closed', '门开着', 'Open'),
      measured('device.battery', 'percent', '电量', 'Battery', '%', { code: 'battery', min: 0, max: 100 }),
    ],
  }),
  builtin('perimeter-camera', '周界摄像机', ['safety', 'camera', 'camera-http'], 'mains', {
    ...perimeter,
    services: [does('camera.snap', '抓拍', 'Take a picture')],
  }),
  builtin('falling-object-camera', '高空抛物摄像机', ['safety', 'camera', 'camera-http'], 'mains', {
    properties: [flag('camera.occluded', 'isActive', 'isOccluded', '镜头被遮挡', 'Occluded')],
    events: [
      says('camera.falling-object', '高空抛物', 'Falling object', 'alarm', [
        param('fromFloor', 'text', '抛出楼层', 'Floor', { maxLength: 8 }),
        param('confidencePercent', 'number', '可信度', 'Confidence', { unit: '%', min: 0, max: 100 }),
        param('trajectory', 'json', '轨迹', 'Path'),
        param('video', 'text', '录像', 'Clip', { maxLength: 500 }),
      ]),
    ],
    services: [does('camera.snap', '抓拍', 'Take a picture')],
  }),
  builtin('area-camera', '公共区域摄像机', ['safety', 'camera', 'camera-http'], 'mains', {
    properties: perimeter.properties,
    events: [
      ...perimeter.events,
      says('camera.ebike', '电动自行车违规', 'E-bike where it must not be', 'warning', [
        param('behaviour', 'text', '行为', 'Behaviour', { isOptional: false }),
        param('floor', 'text', '楼层', 'Floor', { maxLength: 8 }),
        param('photo', 'text', '图片', 'Picture', { maxLength: 500 }),
      ]),
      says('camera.counted', '客流计数', 'People counted', 'info', [
        param('entered', 'integer', '进入', 'Entered', { min: 0 }),
        param('left', 'integer', '离开', 'Left', { min: 0 }),
      ]),
    ],
    services: [does('camera.snap', '抓拍', 'Take a picture')],
  }),
  builtin('plate-camera-isapi', '车牌识别道闸（ISAPI）', ['parking', 'barrier', 'isapi'], 'gate', plateCamera),
  builtin('camera-isapi', '智能摄像机（ISAPI）', ['safety', 'camera', 'isapi'], 'mains', perimeter),
  builtin('lift-camera', '轿厢摄像机', ['lift', 'camera', 'camera-http'], 'mains', {
    properties: perimeter.properties,
    events: [
      says('lift.ebike', '电动车入梯', 'E-bike in the car', 'warning', [
        param('isInside', 'boolean', '在轿厢内', 'Inside', { isOptional: false }),
        param('floor', 'text', '楼层', 'Floor', { maxLength: 8 }),
      ]),
      says('camera.detected', '智能分析', 'Finding', 'info', [param('kind', 'text', '类型', 'Kind', { isOptional: false })]),
    ],
  }),
]

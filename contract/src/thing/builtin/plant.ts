import { battery, builtin, does, flag, measured, oneOf, param, reboot, says } from './parts.ts'

const fault = says('device.fault', '故障', 'Fault', 'fault', [
  param('code', 'text', '代码', 'Code'),
  param('text', 'text', '说明', 'Words'),
])
const active = param('isActive', 'boolean', '是否发生', 'Active', { isOptional: false })
const mode = (event: string) =>
  oneOf(event, 'mode', '模式', 'Mode', { auto: ['自动', 'Automatic'], manual: ['手动', 'By hand'], off: ['停用', 'Off'] })
const runs = (event: string) => [
  flag(event, 'isRunning', 'isRunning', '运行', 'Running'),
  flag(event, 'hasFault', 'hasFault', '故障', 'Faulty'),
  mode(event),
]
const kind = param('kind', 'text', '类别', 'Kind')
const sure = param('confidencePercent', 'number', '把握', 'Confidence', { unit: '%', min: 0, max: 100 })
const photo = param('photo', 'text', '图片', 'Picture', { maxLength: 500 })
const person = param('person', 'text', '投放人', 'By', { maxLength: 80 })
const weight = param('weightKg', 'number', '重量', 'Weight', { unit: 'kg', min: 0 })
const volume = param('volumeL', 'number', '体积', 'Volume', { unit: 'L', min: 0 })
const recognised = param('recognised', 'text', '识别结果', 'Recognised as')
const speak = does('voice.play', '播放语音', 'Speak', [param('text', 'text', '内容', 'Words')])
const lamp = [
  flag('lamp.state', 'isOn', 'isOn', '开灯', 'On'),
  measured('lamp.state', 'powerW', '功率', 'Power', 'W', { min: 0 }),
  measured('lamp.state', 'burnedHours', '点亮时长', 'Hours lit', 'h', { min: 0 }),
]
const air = (field: string, zh: string, en: string, unit: string) => measured('environment.read', field, zh, en, unit)

/** Pumps, fans, lighting and bins with a controller of their own. */
export const plantProducts = [
  builtin('pump-controller', '水泵控制器', ['plumbing', 'pump', 'mqtt-sensor'], 'mains', {
    properties: [...runs('pump.state'), measured('pump.state', 'frequencyHz', '频率', 'Frequency', 'Hz', { min: 0 })],
    events: [fault],
  }),
  builtin('fan-controller', '风机控制器', ['low-voltage', 'fan', 'mqtt-sensor'], 'mains', {
    properties: [...runs('fan.state'), measured('fan.state', 'speedPercent', '转速', 'Speed', '%', { min: 0, max: 100 })],
    events: [fault],
  }),
  builtin('lighting-controller', '照明回路控制器', ['lighting', 'lamp', 'mqtt-sensor'], 'mains', {
    properties: lamp,
    events: [says('lamp.fault', '灯具故障', 'Lamp fault', 'fault', [param('kind', 'text', '类型', 'Kind', { isOptional: false }), active])],
  }),
  builtin('smart-pole', '智慧灯杆', ['lighting', 'pole', 'mqtt-sensor'], 'mains', {
    properties: [
      ...lamp,
      air('temperatureC', '温度', 'Temperature', '°C'),
      air('humidityPercent', '湿度', 'Humidity', '%'),
      air('pm25Ugm3', 'PM2.5', 'PM2.5', 'µg/m³'),
      air('noiseDb', '噪声', 'Noise', 'dB'),
    ],
    events: [
      says('lamp.fault', '灯具故障', 'Lamp fault', 'fault', [param('kind', 'text', '类型', 'Kind', { isOptional: false }), active]),
      fault,
    ],
    services: [speak, reboot],
  }),
  builtin('siren', '声光报警器', ['safety', 'siren', 'mqtt-sensor'], 'mains', {
    properties: [flag('siren.state', 'isOn', 'isOn', '正在鸣响', 'Sounding')],
    services: [
      does('siren.set', '启动或复位', 'Sound or stop', [
        param('isOn', 'boolean', '鸣响', 'Sounding', { isOptional: false }),
        param('seconds', 'integer', '秒数', 'Seconds', { min: 1, max: 3600, unit: 's' }),
      ]),
    ],
  }),
  builtin('public-speaker', '公共广播终端', ['low-voltage', 'speaker', 'mqtt-sensor'], 'mains', {
    events: [fault],
    services: [speak, reboot],
  }),
  builtin('sorting-bin', '智能分类垃圾桶', ['waste', 'bin', 'mqtt-sensor'], 'mains', {
    properties: [
      measured('bin.level', 'percent', '满溢度', 'Filled', '%', { code: 'level', min: 0, max: 100 }),
      measured('bin.level', 'weightKg', '重量', 'Weight', 'kg', { min: 0 }),
      battery,
    ],
    events: [
      says('bin.asked', '请求开门', 'Asks to open', 'info', [person, kind, sure, photo]),
      says('bin.dropped', '投放', 'Dropped', 'info', [person, kind, weight, volume, recognised, sure, photo]),
      says('bin.closed', '关门', 'Closed', 'info'),
      says('bin.misused', '投放不规范', 'Thrown away wrongly', 'warning', [
        param('kind', 'text', '情况', 'What', { isOptional: false }),
        recognised,
        sure,
        photo,
      ]),
      says('bin.collected', '清运', 'Collected', 'info', [weight, param('vehicle', 'text', '车牌', 'Vehicle'), kind]),
      says('bin.burning', '桶内起火', 'Burning', 'alarm', [active]),
      says('bin.tilted', '被移动或倾倒', 'Moved or tipped over', 'warning', [active]),
      says('water.leak', '泄漏', 'Leaking', 'warning', [active]),
      fault,
    ],
    services: [
      does('bin.open', '开门', 'Open', [kind, param('seconds', 'integer', '秒数', 'Seconds', { min: 1, max: 120 })], { ttlSeconds: 15 }),
      speak,
    ],
  }),
  builtin('sewage-meter', '污水流量计', ['plumbing', 'sewage', 'mqtt-sensor'], 'mains', {
    properties: [
      measured('sewage.flow', 'totalM3', '累计排放', 'Discharged', 'm³', { min: 0 }),
      measured('sewage.flow', 'flowM3h', '瞬时流量', 'Flow', 'm³/h'),
    ],
    events: [fault],
  }),
]

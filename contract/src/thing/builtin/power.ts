import { builtin, does, identify, measured, oneOf, param, reboot, says } from './parts.ts'

const connector = param('connector', 'integer', '枪号', 'Connector', { min: 0, max: 256, isOptional: false })
const transaction = param('transaction', 'text', '充电流水号', 'Transaction', { maxLength: 64 })
const status = {
  available: ['空闲', 'Available'],
  preparing: ['准备', 'Preparing'],
  charging: ['充电中', 'Charging'],
  'suspended-by-vehicle': ['车辆暂停', 'Suspended by the vehicle'],
  'suspended-by-pile': ['电桩暂停', 'Suspended by the pile'],
  finishing: ['结束中', 'Finishing'],
  reserved: ['已预约', 'Reserved'],
  occupied: ['占用', 'Occupied'],
  unavailable: ['停用', 'Unavailable'],
  faulted: ['故障', 'Faulted'],
  offline: ['离线', 'Offline'],
} as const

const input = (field: string, code: string, zh: string, en: string, unit: string) =>
  measured('pile.input', field, zh, en, unit, { code, min: 0 })

/** What a charging point tells while it charges, each connector for itself. */
const charging = (field: string, zh: string, en: string, unit: string, more = {}) =>
  measured('charging.metered', field, zh, en, unit, { from: { event: 'charging.metered', field, part: 'connector' }, ...more })

const pile = {
  properties: [
    oneOf('pile.status', 'status', '枪状态', 'Connector', status, { from: { event: 'pile.status', field: 'status', part: 'connector' } }),
    charging('powerW', '功率', 'Power', 'W'),
    charging('energyWh', '本次电量', 'Energy of this charging', 'Wh', { min: 0 }),
    charging('amps', '电流', 'Current', 'A'),
    charging('volts', '电压', 'Voltage', 'V', { min: 0 }),
    charging('hertz', '频率', 'Frequency', 'Hz', { min: 0 }),
    input('volts', 'inputVolts', '输入电压', 'Input voltage', 'V'),
    input('hertz', 'inputHertz', '输入频率', 'Input frequency', 'Hz'),
    charging('socPercent', '电池电量', 'State of charge', '%', { min: 0, max: 100 }),
    charging('temperatureC', '温度', 'Temperature', '°C'),
  ],
  events: [
    says('charging.started', '开始充电', 'Charging began', 'info', [connector, transaction]),
    says('charging.stopped', '结束充电', 'Charging ended', 'info', [
      connector,
      transaction,
      param('energyWh', 'number', '电量', 'Energy', { unit: 'Wh' }),
    ]),
    says('charging.authorized', '刷卡鉴权', 'Card presented', 'info', [
      param('token', 'text', '凭证', 'Token', { maxLength: 64 }),
      param('isAccepted', 'boolean', '是否接受', 'Accepted', { isOptional: false }),
    ]),
    says('charging.refused', '拒绝充电', 'Charging refused', 'warning', [param('reason', 'text', '原因', 'Reason')]),
    says('reservation.ended', '预约结束', 'Reservation ended', 'info', [param('reason', 'text', '原因', 'Reason')]),
    says('pile.security', '安全事件', 'Security event', 'warning', [param('kind', 'text', '类型', 'Kind', { isOptional: false })]),
    says('event.reported', '设备事件', 'Event of the device', 'info', [param('name', 'text', '名称', 'Name', { isOptional: false })]),
    says('pile.diagnostics', '诊断文件', 'Diagnostics', 'info', [param('state', 'text', '状态', 'State')]),
    says('space.changed', '车位变化', 'Space changed', 'info', [
      param('space', 'text', '车位', 'Space', { isOptional: false }),
      param('isOccupied', 'boolean', '是否占用', 'Occupied', { isOptional: false }),
    ]),
    says('device.fault', '故障', 'Fault', 'fault', [param('code', 'text', '代码', 'Code'), param('text', 'text', '说明', 'Words')]),
  ],
  services: [
    // A driver has a minute to plug in, and a pile half a minute more to begin.
    does(
      'charging.start',
      '启动充电',
      'Start charging',
      [
        connector,
        param('token', 'text', '凭证', 'Token', { isOptional: false, maxLength: 64 }),
        transaction,
        param('balanceFen', 'integer', '可用金额', 'Money', { min: 0, max: 100_000_000, unit: '分' }),
      ],
      { ttlSeconds: 120 },
    ),
    does('charging.prices', '下发电价', 'Set the prices', [param('stretches', 'json', '时段电价', 'Prices', { isOptional: false })], {
      ttlSeconds: 120,
    }),
    does(
      'charging.stop',
      '停止充电',
      'Stop charging',
      [param('connector', 'integer', '枪号', 'Connector', { min: 0, max: 256 }), transaction],
      {
        isDangerous: true,
      },
    ),
    does('charging.limit', '限制功率', 'Limit', [connector, param('powerW', 'number', '功率', 'Power', { unit: 'W', min: 0, max: 1e7 })], {
      ttlSeconds: 120,
    }),
    does('charging.unlock', '解锁枪线', 'Unlock the cable', [connector]),
    does(
      'charging.availability',
      '启用或停用',
      'Availability',
      [param('isOperative', 'boolean', '启用', 'In service', { isOptional: false })],
      {
        isDangerous: true,
      },
    ),
    reboot,
  ],
}

const read = (event: string, unit: string, zh: string, en: string, ...more: ReturnType<typeof measured>[]) => ({
  properties: [measured(event, 'volumeL', zh, en, unit, { min: 0 }), measured(event, 'flowLh', '流量', 'Flow', 'L/h'), ...more],
})
const meterAlarm = says('meter.alarm', '表计告警', 'Meter alarm', 'alarm', [
  param('kind', 'text', '类型', 'Kind', { isOptional: false }),
  param('isActive', 'boolean', '是否发生', 'Active', { isOptional: false }),
])
const readNow = does('meter.read-now', '立即抄表', 'Read now', [], { ttlSeconds: 120 })
const valve = oneOf('meter.valve', 'state', '阀门', 'Valve', {
  open: ['开', 'Open'],
  closed: ['关', 'Closed'],
  moving: ['动作中', 'Moving'],
  fault: ['故障', 'Faulty'],
  unknown: ['未知', 'Unknown'],
})
const setValve = does(
  'meter.valve-set',
  '开关阀门',
  'Turn the valve',
  [param('isOpen', 'boolean', '打开', 'Open', { isOptional: false })],
  {
    isDangerous: true,
    ttlSeconds: 120,
  },
)
const celsius = (event: string, field: string, zh: string, en: string) => measured(event, field, zh, en, '°C')

const electricity = [
  measured('meter.read', 'energyWh', '总电量', 'Energy', 'Wh', { min: 0 }),
  measured('meter.read', 'powerW', '功率', 'Power', 'W'),
  measured('meter.read', 'volts', '电压', 'Voltage', 'V', { min: 0 }),
  measured('meter.read', 'amps', '电流', 'Current', 'A'),
]
const relay = does(
  'meter.relay-set',
  '合闸或分闸',
  'Switch the relay',
  [param('isClosed', 'boolean', '合闸', 'Closed', { isOptional: false })],
  {
    isDangerous: true,
    ttlSeconds: 60,
  },
)

export const powerProducts = [
  builtin('charging-pile-ocpp', '汽车充电桩（OCPP）', ['charging', 'pile', 'ocpp'], 'pile', pile, { grade: 'high', maintenanceDays: 90 }),
  builtin('charging-pile-ocpp201', '汽车充电桩（OCPP 2.0.1）', ['charging', 'pile', 'ocpp201'], 'pile', pile, {
    grade: 'high',
    maintenanceDays: 90,
  }),
  builtin('charging-pile-ykc', '汽车充电桩（云快充）', ['charging', 'pile', 'ykc'], 'pile', pile, { maintenanceDays: 90 }),
  builtin('two-wheeler-socket', '两轮车充电插座', ['charging', 'pile', 'two-wheeler'], 'pile', pile, { maintenanceDays: 90 }),
  builtin('ebike-charger', '电动自行车充电桩', ['charging', 'pile', 'mqtt'], 'pile', pile, { maintenanceDays: 90 }),
  builtin('electricity-meter', '电能表（DL/T 645）', ['metering', 'meter', 'dlt645'], 'mains', {
    properties: electricity,
    events: [meterAlarm],
    services: [readNow, relay],
  }),
  builtin('meter-1p', '单相电能表（Modbus）', ['metering', 'meter', 'modbus'], 'mains', {
    properties: electricity,
    events: [meterAlarm],
    services: [readNow],
  }),
  builtin('water-meter', '智能水表（CJ/T 188）', ['metering', 'meter', 'cjt188'], 'battery', {
    properties: [
      ...read('meter.water-read', 'L', '累计用水', 'Volume', celsius('meter.water-read', 'temperatureC', '水温', 'Temperature')).properties,
      valve,
    ],
    events: [meterAlarm],
    services: [readNow, setValve],
  }),
  builtin('gas-meter', '智能燃气表（CJ/T 188）', ['metering', 'meter', 'cjt188'], 'battery', {
    properties: [...read('meter.gas-read', 'L', '累计用气', 'Volume').properties, valve],
    events: [meterAlarm],
    services: [readNow, setValve],
  }),
  builtin('heat-meter', '热量表（CJ/T 188）', ['metering', 'meter', 'cjt188'], 'battery', {
    properties: [
      measured('meter.heat-read', 'heatWh', '累计热量', 'Heat', 'Wh', { min: 0 }),
      measured('meter.heat-read', 'coldWh', '累计冷量', 'Cold', 'Wh', { min: 0 }),
      celsius('meter.heat-read', 'supplyC', '进水温度', 'Supply'),
      celsius('meter.heat-read', 'returnC', '回水温度', 'Return'),
      measured('meter.heat-read', 'flowLh', '流量', 'Flow', 'L/h'),
    ],
    events: [meterAlarm],
    services: [readNow],
  }),
  builtin('street-lamp', '智慧路灯', ['lighting', 'lamp', 'mqtt'], 'mains', {
    properties: [
      {
        ...{ code: 'isOn', text: { zh: '开关', en: 'On' }, type: 'boolean', access: 'both' },
        ...{ from: { event: 'lamp.state', field: 'isOn' }, by: 'lamp.set' },
      },
      measured('lamp.state', 'dimPercent', '亮度', 'Brightness', '%', { min: 0, max: 100, access: 'both', by: 'lamp.set' }),
      measured('lamp.state', 'powerW', '功率', 'Power', 'W', { min: 0 }),
    ],
    events: [says('lamp.fault', '灯具故障', 'Lamp fault', 'fault', [param('kind', 'text', '类型', 'Kind', { isOptional: false })])],
    services: [
      does('lamp.set', '调光', 'Set the light', [
        param('isOn', 'boolean', '开灯', 'On'),
        param('dimPercent', 'number', '亮度', 'Brightness', { unit: '%', min: 0, max: 100 }),
        param('minutes', 'integer', '持续分钟', 'Minutes', { min: 1, max: 1440 }),
      ]),
      identify,
      reboot,
    ],
  }),
]

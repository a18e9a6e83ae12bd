import { battery, between, builtin, does, flag, identify, measured, oneOf, param, reboot, says } from './parts.ts'

const active = param('isActive', 'boolean', '是否发生', 'Active', { isOptional: false })
const kind = param('kind', 'text', '类型', 'Kind', { isOptional: false })
const zone = param('zone', 'text', '区域', 'Zone')
const fault = says('device.fault', '故障', 'Fault', 'fault', [
  param('code', 'text', '代码', 'Code'),
  param('text', 'text', '说明', 'Words'),
])
const taken = says('device.tampered', '被拆动', 'Tampered with', 'alarm', [active])
const own = (code: string, zh: string, en: string, unit: string) =>
  measured('properties.reported', `properties.${code}`, zh, en, unit, { code, min: 0 })
const air = (field: string, zh: string, en: string, unit: string, more = {}) => measured('environment.read', field, zh, en, unit, more)
const water = (field: string, zh: string, en: string, unit: string) => measured('water.quality', field, zh, en, unit, { min: 0 })
const door = param('door', 'integer', '门号', 'Door', { min: 0, max: 256 })
const way = param('direction', 'text', '方向', 'Direction')

/** Sensors that say what they mean by typed values, whatever carries them, and the servers that speak for many of them. */
export const sensorProducts = [
  builtin('fire-door', '防火门监测', ['safety', 'fire-door', 'mqtt-sensor'], 'battery', {
    properties: [between('isOpen', 'door.opened', 'door.closed', '门开着', 'Open'), battery],
    events: [fault],
  }),
  builtin('gas-detector', '可燃气体探测器', ['safety', 'gas', 'mqtt-sensor'], 'mains', {
    properties: [measured('gas.level', 'percentLel', '浓度', 'Concentration', '%LEL', { min: 0 })],
    events: [
      says('fire.alarmed', '燃气泄漏', 'Gas alarm', 'alarm', [kind]),
      says('fire.cleared', '燃气报警解除', 'Gas alarm over', 'info'),
      fault,
    ],
  }),
  builtin('electrical-fire-monitor', '电气火灾监控探测器', ['safety', 'electrical', 'mqtt-sensor'], 'mains', {
    properties: [
      own('residualMa', '剩余电流', 'Residual current', 'mA'),
      own('conductorC', '线缆温度', 'Conductor', '°C'),
      own('amps', '电流', 'Current', 'A'),
      own('volts', '电压', 'Voltage', 'V'),
    ],
    events: [says('meter.alarm', '电气异常', 'Electrical fault', 'alarm', [kind, active]), fault],
  }),
  builtin('fire-lane-sensor', '消防通道占用监测', ['safety', 'fire-lane', 'lorawan'], 'battery', {
    properties: [battery],
    events: [
      says('camera.passage-blocked', '消防通道堵塞', 'Fire lane blocked', 'alarm', [
        param('isActive', 'boolean', '是否发生', 'Active'),
        zone,
        param('by', 'text', '占用物', 'By'),
      ]),
      fault,
    ],
  }),
  builtin('perimeter-sensor', '周界报警防区', ['safety', 'perimeter', 'mqtt-sensor'], 'mains', {
    events: [
      says('camera.intrusion', '周界入侵', 'Intrusion', 'alarm', [
        zone,
        param('rule', 'text', '方式', 'Rule'),
        param('target', 'text', '目标', 'Target'),
      ]),
      taken,
      fault,
    ],
  }),
  builtin('parking-sensor', '地磁车位检测器', ['parking', 'parking-space', 'lorawan'], 'battery', {
    properties: [flag('space.changed', 'isOccupied', 'isOccupied', '有车', 'Occupied'), battery],
    events: [
      says('space.changed', '车位变化', 'Space changed', 'info', [
        param('space', 'text', '车位', 'Space', { isOptional: false }),
        param('isOccupied', 'boolean', '有车', 'Occupied', { isOptional: false }),
      ]),
      fault,
    ],
  }),
  builtin('water-sensor', '水浸与水质监测', ['environment', 'water', 'coap'], 'battery', {
    properties: [
      measured('water.level', 'levelMm', '水位', 'Level', 'mm'),
      measured('water.pressure', 'pressureKpa', '水压', 'Pressure', 'kPa'),
      water('ph', 'pH', 'pH', ''),
      water('turbidityNtu', '浊度', 'Turbidity', 'NTU'),
      water('chlorineMgl', '余氯', 'Chlorine', 'mg/L'),
      water('oxygenMgl', '溶解氧', 'Oxygen', 'mg/L'),
      water('codMgl', '化学需氧量', 'COD', 'mg/L'),
      water('ammoniaMgl', '氨氮', 'Ammonia', 'mg/L'),
      battery,
    ],
    events: [says('water.leak', '漏水', 'Water leak', 'alarm', [active, zone]), fault],
  }),
  builtin('environment-sensor', '空气环境传感器', ['environment', 'environment', 'coap'], 'battery', {
    properties: [
      air('temperatureC', '温度', 'Temperature', '°C'),
      air('humidityPercent', '湿度', 'Humidity', '%', { min: 0, max: 100 }),
      air('pm25Ugm3', 'PM2.5', 'PM2.5', 'µg/m³', { min: 0 }),
      air('pm10Ugm3', 'PM10', 'PM10', 'µg/m³', { min: 0 }),
      air('co2Ppm', '二氧化碳', 'CO₂', 'ppm', { min: 0 }),
      air('noiseDb', '噪声', 'Noise', 'dB', { min: 0, max: 200 }),
      air('lux', '照度', 'Light', 'lx', { min: 0 }),
      battery,
    ],
    events: [fault],
  }),
  builtin('water-meter-nb', '无线水表（NB-IoT）', ['metering', 'meter', 'nbiot'], 'battery', {
    properties: [
      measured('meter.water-read', 'volumeL', '累计用水', 'Volume', 'L', { min: 0 }),
      measured('meter.water-read', 'flowLh', '流量', 'Flow', 'L/h'),
      oneOf('meter.valve', 'state', '阀门', 'Valve', {
        open: ['开', 'Open'],
        closed: ['关', 'Closed'],
        moving: ['动作中', 'Moving'],
        fault: ['故障', 'Faulty'],
        unknown: ['未知', 'Unknown'],
      }),
      battery,
    ],
    events: [says('meter.alarm', '表计告警', 'Meter alarm', 'alarm', [kind, active])],
  }),
  builtin('card-reader', '读卡器（OSDP 网关）', ['entrance', 'reader', 'osdp'], 'gate', {
    events: [
      says('card.read', '读卡', 'Card read', 'info', [
        door,
        param('card', 'text', '卡片', 'Card', { isOptional: false }),
        param('format', 'text', '格式', 'Format'),
        way,
      ]),
      says('pin.entered', '按键', 'Keys pressed', 'info', [param('digits', 'integer', '位数', 'Digits')]),
      taken,
      fault,
    ],
  }),
  builtin('qr-reader', '二维码阅读器', ['entrance', 'reader', 'qr-reader'], 'gate', {
    events: [
      says('code.read', '读码', 'Code read', 'info', [door, param('text', 'text', '内容', 'Content', { isOptional: false }), way]),
      says('card.read', '读卡', 'Card read', 'info', [door, param('card', 'text', '卡片', 'Card', { isOptional: false }), way]),
    ],
  }),
  builtin('tag-reader', '电子标签识读器', ['entrance', 'tag', 'mqtt-sensor'], 'mains', {
    properties: [measured('device.signal', 'rssiDbm', '信号', 'Signal', 'dBm', { max: 0 })],
    events: [
      says('tag.seen', '识读到标签', 'Tag seen', 'info', [
        param('tag', 'text', '标签', 'Tag', { isOptional: false }),
        param('rssiDbm', 'number', '强度', 'Strength'),
        way,
      ]),
      fault,
    ],
  }),
  builtin('people-counter', '雷达客流计', ['safety', 'counter', 'mqtt-sensor'], 'mains', {
    properties: [
      measured('camera.counted', 'entered', '进入人次', 'Entered', '', { min: 0 }),
      measured('camera.counted', 'left', '离开人次', 'Left', '', { min: 0 }),
      measured('camera.counted', 'inside', '在场人数', 'Inside', '', { min: 0 }),
    ],
    events: [fault],
  }),
  builtin('cellular-module', '蜂窝通信模组', ['gateway', 'module', 'mqtt-sensor'], 'mains', {
    properties: [
      measured('device.signal', 'rssiDbm', '信号强度', 'Signal', 'dBm', { max: 0 }),
      measured('device.signal', 'snrDb', '信噪比', 'Signal to noise', 'dB'),
      own('bytesUp', '上行流量', 'Sent', 'B'),
      own('bytesDown', '下行流量', 'Received', 'B'),
    ],
    events: [fault],
  }),
  builtin(
    'lorawan-server',
    'LoRaWAN 网络服务器',
    ['gateway', 'gateway', 'lorawan'],
    'mains',
    { events: [fault] },
    { maintenanceDays: null },
  ),
  builtin('nbiot-platform', '窄带物联网平台', ['gateway', 'gateway', 'nbiot'], 'mains', { events: [fault] }, { maintenanceDays: null }),
  builtin('https-sensor', '通用 HTTPS 传感器', ['low-voltage', 'sensor', 'https'], 'mains', {
    properties: [battery],
    events: [fault],
    services: [
      does('device.write', '写属性', 'Write properties', [param('properties', 'json', '属性', 'Properties', { isOptional: false })]),
      identify,
      reboot,
    ],
  }),
]

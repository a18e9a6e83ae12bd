import type { ColumnWords } from '../words.ts'

/** What chargers are and how their ports stand. */
export const chargingColumns: ColumnWords = {
  'chargers.charger_use': [1, '服务车型', 'For whom'],
  'chargers.ports': [1, '充电口数', 'Ports'],
  'chargers.rated_volts': [1, '额定电压', 'Rated voltage'],
  'chargers.rated_hertz': [1, '额定频率', 'Rated frequency'],
  'chargers.serves_id': [1, '服务楼栋', 'Building that it serves'],
  'chargers.serves_path': [1, '服务范围', 'Where it serves'],
  'charging_ports.port': [1, '充电口', 'Port'],
  'charging_ports.state': [1, '充电口状态', 'State'],
  'charging_ports.changed_at': [1, '变化时间', 'Changed at'],
}

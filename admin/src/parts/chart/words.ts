import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  table: ['查看表格', 'Show as a table'],
  chart: ['查看图表', 'Show as a chart'],
  loading: ['正在加载图表', 'Loading the chart'],
})

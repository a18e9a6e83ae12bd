import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  noCanvas: ['此设备无法绘制地图', 'This device cannot draw the map'],
  noCanvasText: ['浏览器没有可用的 WebGL。下方列表包含同样的数据。', 'The browser has no WebGL. The list below holds the same data.'],
  closer: ['放大', 'Closer'],
  farther: ['缩小', 'Farther'],
})

import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  choose: ['选择地点', 'Choose a place'],
  find: ['按名称查找', 'Find by name'],
  loading: ['正在加载', 'Loading'],
  none: ['没有下级', 'Nothing under it'],
  noHit: ['没有找到', 'Nothing found'],
  failed: ['加载失败，点此重试', 'Could not be loaded, try again'],
  more: ['更多…', 'More…'],
  clear: ['清除', 'Clear'],
  tree: ['地点', 'Places'],
  expand: ['展开 {name}', 'Open {name}'],
  where: ['位置', 'Where it is'],
  address: ['地址', 'Address'],
  code: ['标准地址编码', 'Address code'],
  grid: ['所属网格', 'Grid'],
  position: ['坐标', 'Coordinates'],
  around: ['{position}（所在楼栋或区域）', '{position} (of the building or area)'],
  floor: ['楼层', 'Floor'],
  onFloor: ['{floor} 层，离地 {height} 米', 'Floor {floor}, {height} m above the ground'],
  onMap: ['在模型上查看', 'See it on the model'],
  collapse: ['收起 {name}', 'Close {name}'],
})

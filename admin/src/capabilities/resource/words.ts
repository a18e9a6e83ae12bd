import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['资源中心', 'Resource centre'],
  data: ['数据资源', 'Data resources'],
  which: ['资源类别', 'Class of resources'],
  remove: ['删除', 'Delete'],
  removeTitle: ['删除数据资源“{name}”？', 'Delete the data resource “{name}”?'],
  removeText: [
    '登记信息、变更记录和所附文件一并删除，所指向的数据不受影响；仍被使用的资源不能删除。',
    'What was registered, its history and its files go; the data that it points to stay. A resource in use is not deleted.',
  ],
  removed: ['已删除“{name}”', '“{name}” is deleted'],
  uses: ['使用情况', 'Uses'],
  unused: ['没有单位、资源或应用在使用', 'Nothing uses it'],
  choose: ['选择指向的对象', 'Choose what it points to'],
  chooseKind: ['请先选择资源类型', 'Choose the kind first'],
  isFile: ['文件类资源不填', 'Empty for files'],
  taken: ['已登记', 'Registered'],
  cut: ['结果较多，请继续输入', 'There are more: go on typing'],
})

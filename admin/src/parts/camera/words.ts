import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  cameras: ['现场画面', 'Cameras of the scene'],
  opening: ['正在打开画面…', 'Opening the picture…'],
  live: ['实时画面：{name}', 'Live picture: {name}'],
  over: ['查看时间已到', 'The time to look is over'],
  again: ['重新打开', 'Open again'],
  noPicture: ['摄像机没有传来画面，正在重试', 'The camera gives no picture; trying again'],
  noSource: ['这台摄像机还没有接入画面', 'This camera has no source of pictures yet'],
  look: ['查看实时画面', 'Look now'],
  reason: ['查看原因', 'Why you look'],
  reasonText: [
    '画面可能拍到人。原因、姓名和时间会留痕，画面带有您的水印。',
    'It may show people. Reason, name and time are recorded, and the picture carries your watermark.',
  ],
  play: ['播放', 'Play'],
  pause: ['暂停', 'Pause'],
  frame: ['第 {number} 帧，共 {count} 帧', 'Frame {number} of {count}'],
  clip: ['前后录像', 'Clip before and after'],
  still: ['现场截图', 'Still'],
  wanted: ['录制中…', 'Being recorded…'],
  failed: ['未能保存：{why}', 'Could not be kept: {why}'],
  partly: ['部分缺失', 'Partly missing'],
  evidence: ['证据保留', 'Kept as evidence'],
  expires: ['保留至', 'Kept until'],
  noClips: ['还没有录像', 'No clips yet'],
})

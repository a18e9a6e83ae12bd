import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  sceneOf: ['录入场景：{scene} · 用途：{purpose}', 'Scene: {scene} · for: {purpose}'],
  toldAndAgreed: ['已告知并取得本人同意：{purpose}（附书面凭证）', 'The person was told and agreed: {purpose} (with the signed paper)'],
})

import type { Dice } from '../dice.ts'

/** Surnames by how often one meets them, given names by generation. All people are invented. */
const surnames: readonly (readonly [string, number])[] = [
  '王72 李72 张68 刘54 陈45 杨31 赵23 黄22 周19 吴18 徐15 孙15 胡13 朱13 高12 林11 何11 郭11 马10 罗9',
  '梁8 宋8 郑8 谢7 韩7 唐6 冯6 于6 董6 萧5 程5 曹5 袁5 邓5 许5 傅4 沈4 曾4 彭4 吕4',
  '苏4 卢4 蒋4 蔡4 贾3 丁3 魏3 薛3 叶3 阎3 余3 潘3 杜3 戴3 夏3 钟3 汪3 田3 任2 欧阳1',
].flatMap((line) => line.split(' ').map((entry) => [entry.replace(/\d+/, ''), Number(entry.replace(/\D+/, ''))] as const))

export type Generation = 'elder' | 'parent' | 'child'

const given: Readonly<Record<Generation, Readonly<Record<'m' | 'f', readonly string[]>>>> = {
  elder: {
    m: ['建国', '德明', '福生', '志远', '长林', '庆华', '国栋', '永年', '世昌', '秉文', '家声', '伯年'],
    f: ['桂芳', '秀英', '玉兰', '淑珍', '素琴', '凤仪', '月娥', '惠敏', '翠云', '雅琴', '静宜', '菊香'],
  },
  parent: {
    m: ['伟', '志强', '海涛', '文博', '立新', '晓东', '明辉', '俊杰', '宏宇', '子健', '思远', '振华', '凯', '一鸣', '学斌', '景行'],
    f: ['静', '丽娜', '晓岚', '海燕', '雪梅', '婷婷', '文静', '思雨', '佳宁', '慧敏', '晓彤', '若曦', '敏', '安然', '书瑶', '婉清'],
  },
  child: {
    m: ['子轩', '浩然', '沐阳', '宇辰', '一诺', '景澄', '知行', '乐天', '嘉树', '明哲', '小满', '亦凡'],
    f: ['梓涵', '若溪', '语桐', '诗涵', '念安', '可欣', '清越', '乐怡', '星遥', '初夏', '以沫', '云朵'],
  },
}

export const surname = (dice: Dice): string => dice.weighted(surnames)
export const givenName = (dice: Dice, generation: Generation, sex: 'm' | 'f'): string => dice.pick(given[generation][sex])

/** Of an invented name: whose name it might be. A word that stands in several lists counts as the first. */
export function bearerOf(name: string): { readonly generation: Generation; readonly sex: 'm' | 'f' } | undefined {
  for (const generation of ['elder', 'parent', 'child'] as const)
    for (const sex of ['m', 'f'] as const) if (given[generation][sex].some((word) => name.endsWith(word))) return { generation, sex }
  return undefined
}

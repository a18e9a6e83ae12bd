/** What neighbours report and workers answer, by category. Nobody real said any of it. */
export const reports: Readonly<Record<string, { readonly says: readonly string[]; readonly done: readonly string[] }>> = {
  water: {
    says: ['厨房水槽下面滴水，接了个盆', '洗手间角阀拧不紧，一直渗', '阳台龙头关不严，半夜滴答响', '热水器进水管接口渗水'],
    done: ['更换角阀与软管，试压无渗漏', '更换阀芯，水压正常', '接口重新缠带加固，已擦干观察'],
  },
  drain: {
    says: ['地漏排水很慢，有味道', '厨房水槽堵了，水下不去', '主卫下水咕噜响'],
    done: ['疏通管道，清出油垢，排水顺畅', '更换防臭地漏芯，异味消除'],
  },
  power: {
    says: ['客厅一半插座没电', '卫生间灯一开就闪', '进门开关按了没有反应'],
    done: ['插座接线松动，已重新压接', '更换灯具驱动，恢复正常', '更换开关面板，测试正常'],
  },
}
export const anything = { says: ['家里有一处坏了，请师傅来看看'], done: ['已检修，恢复正常'] }
export const thanks: readonly (readonly [rating: number, words: string])[] = [
  [5, '师傅来得很快，谢谢'],
  [5, '修得仔细，还帮忙收拾了'],
  [5, ''],
  [4, '修好了，辛苦'],
  [4, '等得稍久，但修好了'],
  [3, '修好了，希望下次提前打个电话'],
]

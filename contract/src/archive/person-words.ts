type Words = readonly (readonly [code: string, zh: string, en: string])[]

/** The first words of the dictionaries that the file of a person chooses from; the people of the place add theirs. */
export const ethnicities: Words = [
  ['han', '汉族', 'Han'],
  ['she', '畲族', 'She'],
  ['hui', '回族', 'Hui'],
  ['manchu', '满族', 'Manchu'],
  ['miao', '苗族', 'Miao'],
  ['tujia', '土家族', 'Tujia'],
  ['zhuang', '壮族', 'Zhuang'],
  ['mongol', '蒙古族', 'Mongol'],
  ['uyghur', '维吾尔族', 'Uyghur'],
  ['tibetan', '藏族', 'Tibetan'],
  ['dong', '侗族', 'Dong'],
  ['yi', '彝族', 'Yi'],
  ['bouyei', '布依族', 'Bouyei'],
  ['korean', '朝鲜族', 'Korean'],
  ['other', '其他民族', 'Other'],
]

export const occupations: Words = [
  ['official', '机关事业单位', 'Public service'],
  ['professional', '专业技术人员', 'Professional'],
  ['clerk', '企业职员', 'Employee'],
  ['service', '商业服务业', 'Trade and services'],
  ['worker', '生产运输工人', 'Worker'],
  ['farmer', '农林牧渔', 'Farming and fishing'],
  ['self-employed', '个体经营', 'Self-employed'],
  ['student', '学生', 'Student'],
  ['retired', '离退休', 'Retired'],
  ['homemaker', '家务', 'Homemaker'],
  ['unemployed', '待业', 'Looking for work'],
  ['other', '其他', 'Other'],
]

export const keyClasses: Words = [
  ['correction', '社区矫正对象', 'Community correction'],
  ['released', '刑满释放人员', 'Released from prison'],
  ['drugs', '吸毒人员', 'Drug user'],
  ['mental', '严重精神障碍患者', 'Severe mental disorder'],
  ['minor', '重点青少年', 'Minor at risk'],
  ['petition', '信访重点人员', 'Petitioner'],
  ['care', '特殊关爱对象', 'In special need of care'],
]

/** The six kinds of people of 7.2.3.2.1, and labels that describe somebody; one person may carry several. */
export const personTags: Words = [
  ['resident', '居民', 'Resident'],
  ['community-manager', '社区管理人员', 'Community manager'],
  ['grid-staff', '网格人员', 'Grid staff'],
  ['property-staff', '物业人员', 'Property staff'],
  ['provider', '服务商人员', 'Service provider'],
  ['visitor', '访客', 'Visitor'],
  ['volunteer', '志愿者', 'Volunteer'],
  ['party-household', '党员家庭', 'Party household'],
  ['pet', '养宠家庭', 'Keeps a pet'],
  ['newcomer', '新居民', 'Newcomer'],
  ['committee', '业委会成员', 'Owners’ committee'],
  ['building-leader', '楼道长', 'Building leader'],
]

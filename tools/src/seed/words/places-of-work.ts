/** Shops, companies and associations of the community; all invented. Name, kind, industry, size, people who work there. */
export const orgs: readonly (readonly [name: string, kind: string, industry: string, scale: string, staff: number])[] = [
  ['梧桐里面馆', 'individual', 'catering', 'micro', 4],
  ['阿琴馄饨铺', 'individual', 'catering', 'micro', 3],
  ['云溪小厨餐饮店', 'individual', 'catering', 'micro', 6],
  ['枫林早点铺', 'individual', 'catering', 'micro', 3],
  ['望江烘焙坊', 'individual', 'catering', 'micro', 5],
  ['晨光便利店', 'individual', 'retail', 'micro', 4],
  ['邻里鲜生果蔬店', 'individual', 'retail', 'micro', 5],
  ['百家五金店', 'individual', 'retail', 'micro', 2],
  ['云朵文具店', 'individual', 'retail', 'micro', 2],
  ['康民大药房梧桐店', 'company', 'health', 'small', 8],
  ['巧手裁缝铺', 'individual', 'service', 'micro', 1],
  ['一剪理发店', 'individual', 'service', 'micro', 5],
  ['洁净洗衣店', 'individual', 'service', 'micro', 3],
  ['安心家政服务部', 'individual', 'service', 'micro', 12],
  ['小橘猫宠物店', 'individual', 'service', 'micro', 4],
  ['溪畔电动车维修部', 'individual', 'service', 'micro', 2],
  ['江临梧桐房产经纪有限公司', 'company', 'estate', 'small', 9],
  ['江临安居物业服务有限公司', 'property', 'estate', 'medium', 86],
  ['江临里仁智能科技有限公司', 'company', 'it', 'small', 35],
  ['江临云溪快递服务有限公司', 'company', 'logistics', 'small', 18],
  ['小树苗托育服务中心', 'company', 'education', 'small', 14],
  ['知行书画培训中心', 'company', 'education', 'micro', 7],
  ['云溪街道梧桐社区居民委员会', 'public', 'other', 'small', 16],
  ['中共梧桐社区委员会', 'party', 'other', 'small', 7],
  ['梧桐社区志愿者协会', 'social', 'other', 'small', 6],
  ['枫林雅苑业主委员会', 'committee', 'other', 'micro', 7],
  ['望江府业主委员会', 'committee', 'other', 'micro', 5],
  ['梧桐社区卫生服务站', 'public', 'health', 'small', 11],
]

interface PublicSpace {
  readonly name: string
  readonly use: string
  readonly area: number
  readonly capacity: number
  /** Where people find it: a street number, or a part of an estate. */
  readonly at: string
  /** Inside an estate: its path below the community. Outside the community keeps it. */
  readonly estate?: string
}

/** Rooms and grounds for everybody. */
export const spaces: readonly PublicSpace[] = [
  { name: '梧桐党群服务中心', use: 'party', area: 620, capacity: 120, at: '梧桐路 8 号一层' },
  { name: '梧桐邻里中心', use: 'neighbour', area: 1450, capacity: 300, at: '梧桐路 12 号' },
  { name: '梧桐社区卫生服务站', use: 'clinic', area: 380, capacity: 60, at: '梧桐路 16 号一层' },
  { name: '智慧健康小屋', use: 'health-station', area: 64, capacity: 12, at: '东门内侧', estate: 'fl' },
  { name: '梧桐文化礼堂', use: 'culture-hall', area: 540, capacity: 220, at: '梧桐路 12 号三层' },
  { name: '幸福学堂', use: 'school-hall', area: 180, capacity: 60, at: '梧桐路 12 号二层' },
  { name: '桐荫书房', use: 'library', area: 210, capacity: 48, at: '中心花园北侧', estate: 'fl' },
  { name: '邻里活动室', use: 'activity', area: 96, capacity: 30, at: '休闲广场东侧', estate: 'wtl' },
  { name: '桐花社区食堂', use: 'canteen', area: 320, capacity: 110, at: '梧桐路 18 号一层' },
  { name: '夕照日间照料中心', use: 'day-care', area: 460, capacity: 40, at: '梧桐路 18 号二层' },
  { name: '小树苗托育中心', use: 'nursery', area: 390, capacity: 60, at: '云溪街 33 号一层' },
  { name: '梧桐幼儿园', use: 'kindergarten', area: 2600, capacity: 270, at: '云溪街 35 号' },
  { name: '云溪第二小学', use: 'primary', area: 9800, capacity: 900, at: '云溪街 41 号' },
  { name: '滨溪体育公园', use: 'sports', area: 15_200, capacity: 800, at: '滨溪路北侧' },
]

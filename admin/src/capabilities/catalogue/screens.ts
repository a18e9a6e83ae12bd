import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/dictionary',
      title: ['数据目录', 'Data catalogue'],
      permission: 'catalogue.read',
      menu: { group: 'data', order: 60, icon: 'dictionary' },
      keywords: 'sjml sjzd fenlei fenji zeren mulu 分类分级 数据字典 责任人 catalogue grade steward',
      help: [
        '目录由档案定义与数据库的实际结构生成，不会落后于系统：每张表的每个字段有类别、级别（L1 公开、L2 内部、L3 个人、L4 敏感）与存储方式。L3、L4 加密存储；新增字段未定级不能合并代码。\n每种数据须有所有者、最终责任人与授权管理人，由安全管理员指定；“授权”显示谁能看、由谁批准。策略每次修改成为新版本，旧版本可查。',
        'The catalogue is made from the archives and from the database as it really is, so it cannot fall behind: every field of every table has a class, a grade (L1 public, L2 internal, L3 personal, L4 sensitive) and says how it lies. L3 and L4 are sealed; code with an ungraded field cannot be merged.\nEvery kind of data needs an owner, somebody who answers for it, and somebody who manages its grants, named by whoever answers for security; “Grants” shows who may see it and who approved. A changed policy becomes a new version; the older ones stay.',
      ],
      load: () => import('./catalogue.tsx'),
    },
  ],
}

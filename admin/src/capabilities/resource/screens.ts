import type { CapabilityScreens } from '../../app/nav/registry.ts'
import { archiveScreens } from '../../engines/archive/screens.ts'

const filed = archiveScreens({
  name: 'resource',
  path: 'resources',
  title: ['资源中心', 'Resource centre'],
  thing: ['数据资源', 'data resource'],
  order: 12,
  icon: 'list',
  keywords: 'zyzx ziyuan 资源 数据资源 设备资源 目录 接口 resource',
  help: [
    '资源分两类：数据资源（档案、数据表、接口、文件）在这里登记责任单位、分级和用途，指向平台里的真实对象，不另存一份数据；设备资源（设备、网关、产品）就是设备档案本身。\n按类型、责任单位、位置和状态查询，点开看各自的属性。仍被单位、应用或其他资源使用的不能删除，删除前会列出是谁在用。支持表格模板导入。',
    'Two classes: data resources (archives, tables, interfaces, files) are registered with owner, grade and purpose and point to what the house really has; device resources (devices, gateways, products) are the records of devices themselves.\nFind them by kind, owner, place and state, and open each with its own attributes. What an organisation, an application or another resource uses is not deleted; who uses it is said. Workbooks can be imported.',
  ],
  load: () => import('./resources.tsx'),
})

export const screens: CapabilityScreens = {
  ...filed,
  screens: filed.screens.map((screen) => (screen.menu ? { ...screen, menu: { ...screen.menu, group: 'data' as const } } : screen)),
  panels: [
    {
      ...{ key: 'uses', title: ['使用情况', 'Uses'], subjects: ['resource'], permission: 'resource.read' },
      load: () => import('./uses.tsx'),
    },
  ],
  steps: [{ subject: 'resource', permission: 'resource.write', load: () => import('./remove.tsx') }],
  inputs: [{ archive: 'resource', field: 'target', load: () => import('./target-input.tsx') }],
}

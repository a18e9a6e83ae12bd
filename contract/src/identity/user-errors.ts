import { text } from '../kernel/text.ts'
import { roleErrors } from './role-shapes.ts'

/** What user, department and review routes may answer with. */
export const userErrors = {
  ...roleErrors,
  'user.account-taken': { status: 409, text: text('账号已被使用', 'This account name is taken') },
  'user.phone-taken': { status: 409, text: text('手机号已被其他账号使用', 'Another account uses this phone number') },
  'user.class-place': {
    status: 422,
    text: text('用户类别与所属地区的层级不符', 'This class of user does not belong to a place of that kind'),
  },
  'user.self': { status: 403, text: text('不能对自己的账号进行此操作', 'Not possible on your own account') },
  'user.retired': { status: 409, text: text('账号已删除', 'The account has been removed') },
  'user.reviewed': { status: 409, text: text('本月复核已签字', 'This review has been signed off') },
  'user.department-in-use': { status: 409, text: text('部门下仍有人员或下级部门', 'People or departments still belong to it') },
} as const

export { default } from '../../../../miniapp/src/pkg-house/members/index'

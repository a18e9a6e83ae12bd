export { default } from '../../../../miniapp/src/pkg-case/detail/index'

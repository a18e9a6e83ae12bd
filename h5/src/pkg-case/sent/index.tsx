export { default } from '../../../../miniapp/src/pkg-case/sent/index'

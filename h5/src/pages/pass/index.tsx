export { default } from '../../../../miniapp/src/pages/pass/index'

export { CompanyLabel, type CompanyLabelProps } from './CompanyLabel';

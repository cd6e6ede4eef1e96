import { describeCredentials, describeDecisions, describeDenials } from '@org/adapter-contract';
import { expressDriver } from './contract-driver.js';

describeDenials(expressDriver);
describeDecisions(expressDriver);
describeCredentials(expressDriver);

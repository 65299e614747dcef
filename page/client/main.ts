import type { PageData } from '../pageData.js';
import { budgetList } from './budgetList.js';
import { eventTable } from './eventTable.js';
import { groupTable } from './groupTable.js';
import './page.css';
import { spendChart } from './spendChart.js';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PageData;
const parts = [spendChart(data), budgetList(data), groupTable(data), eventTable(data)];
document.getElementById('page')?.append(...parts.filter((part) => part !== undefined));
document.documentElement.dataset['ready'] = 'yes';

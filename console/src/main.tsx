import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/shell.css';
import './styles/screens.css';
import { applyTheme } from './lib/prefs';
import { takeLinks } from './lib/router';
import { Console } from './console';

applyTheme();
takeLinks();
render(<Console />, document.getElementById('app')!);

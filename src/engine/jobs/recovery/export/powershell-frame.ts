import { recoveryScriptMessages as words } from '../../../../shared/messages/pt-BR/recovery-script';
import type { RecoveryRow } from '../../../ledger';
import { ARGUMENT_RULES } from './windows-argument';

/**
 * A text as PowerShell reads it back unchanged: in a single-quoted string only a quote means anything, and PowerShell takes the
 * typographic ones (U+2018 to U+201B) for quotes too, so each is doubled.
 */
export function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201B]/g, '$&$&')}'`;
}

/** What the script counts, in the order of its summary. */
const OUTCOMES = ['Conferido', 'Já estava lá', 'Já entregue', 'Copiaria', 'Outro conteúdo', 'Sem prova', 'Falhou'];

/** Everything before the first file: how to run it, where its words go, what it does with one file. */
export function headOf(recovery: RecoveryRow): string[] {
  const stem = `recuperacao-${String(recovery.id)}`;
  return [
    ...explanation(recovery, stem),
    'param(',
    '  [switch]$Simular,',
    `  [string]$Log = (Join-Path $PSScriptRoot '${stem}-robocopy.log'),`,
    `  [string]$Resultado = (Join-Path $PSScriptRoot '${stem}-resultado.log'),`,
    `  [string]$Feito = (Join-Path $PSScriptRoot '${stem}.feito.csv')`,
    ')',
    ...SETTING_OUT,
    ...TELLING,
    ...REMEMBERING,
    ...PATHS,
    ...PROVING,
    ...robocopyWith(recovery),
    ...COPYING,
  ];
}

/** The comment that the script begins with. */
function explanation({ id, createdAt, source, targets }: RecoveryRow, stem: string): string[] {
  return [
    '#Requires -Version 5.1',
    ...[words.title(id, createdAt), words.from(source), ...targets.map(words.to), ...words.explanation(stem)].map(
      (text) => (text === '' ? '#' : `# ${oneLine(text)}`),
    ),
  ];
}

const SETTING_OUT = [
  "$ErrorActionPreference = 'Stop'",
  'trap { Write-Host "O script parou: $($_.Exception.Message)"; exit 16 }',
  '$Log = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Log)',
  '$Resultado = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Resultado)',
  '$Feito = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Feito)',
  '$Utf8 = New-Object System.Text.UTF8Encoding($true)',
  '$script:Codigo = 0',
  '$script:Contas = [ordered]@{}',
  `foreach ($nome in @(${OUTCOMES.map(quoted).join(', ')})) { $script:Contas[$nome] = 0 }`,
  '',
];

const TELLING = [
  'function Anotar([string]$Texto) {',
  '  Write-Host $Texto',
  '  [System.IO.File]::AppendAllText($Resultado, $Texto + "`r`n", $Utf8)',
  '}',
  '',
  'function Contar([string]$Que, [int]$Bit, [string]$Texto) {',
  '  $script:Contas[$Que] = $script:Contas[$Que] + 1',
  '  $script:Codigo = $script:Codigo -bor $Bit',
  "  Anotar ($Que + ': ' + $Texto)",
  '}',
  '',
];

/** The record of what was delivered, a line a file: time, source, target, SHA-256. A person may take lines out of it, with Excel too. */
const RECORD_TITLES = '"Entregue em";"Origem";"Destino";"SHA-256"';
export const RECORD_LINE =
  '^"?(?<quando>[^";]*)"?;(?:"(?<de>[^"]*)"|(?<de>[^";]*));(?:"(?<para>[^"]*)"|(?<para>[^";]*));"?(?<prova>[0-9a-f]{64})"?$';

/**
 * A share that is drained does not show any more what it was given, so the script remembers it, and reads what the scripts of other plans
 * beside it remember. Without their memory it delivers nothing: the BI would get a file twice. It writes on its own record only.
 */
const REMEMBERING = [
  "$script:Feitos = New-Object 'System.Collections.Generic.Dictionary[string,string]' ([System.StringComparer]::OrdinalIgnoreCase)",
  "$script:Registros = New-Object 'System.Collections.Generic.Dictionary[string,string]' ([System.StringComparer]::OrdinalIgnoreCase)",
  '$script:SemRegistro = $false',
  '',
  '# O que já está no destino sob este nome com este conteúdo foi entregue, de onde quer que tenha vindo.',
  'function Chave([string]$Para, [string]$Prova) {',
  "  return $Para + '|' + $Prova",
  '}',
  '',
  'function LerFeitos([string]$Registro) {',
  "  if (-not [System.IO.File]::Exists($Registro)) { return '' }",
  '  try {',
  '    $texto = [System.IO.File]::ReadAllText($Registro, $Utf8)',
  '  } catch {',
  "    throw ('O registro ' + $Registro + ' não pode ser lido (' + $_.Exception.Message + '); nada foi copiado. Feche-o em outros programas e rode de novo.')",
  '  }',
  "  if ($texto.Contains([string][char]0xFFFD)) { throw ('O registro ' + $Registro + ' não está mais em UTF-8; salve-o assim, ou apague-o para entregar tudo de novo.') }",
  '  $numero = 0',
  "  foreach ($linha in ($texto -split '\\r?\\n')) {",
  '    $numero++',
  `    if ($linha.Trim() -eq '' -or $linha -match '^"?Entregue em"?;') { continue }`,
  `    $achado = [regex]::Match($linha, ${quoted(RECORD_LINE)})`,
  "    if (-not $achado.Success) { throw ('A linha ' + $numero + ' do registro ' + $Registro + ' não se lê, e o arquivo dela pode já ter sido entregue: veja no BI e apague a linha.') }",
  "    $chave = Chave $achado.Groups['para'].Value $achado.Groups['prova'].Value",
  "    $script:Feitos[$chave] = $achado.Groups['quando'].Value",
  '    $script:Registros[$chave] = $Registro',
  '  }',
  '  return $texto',
  '}',
  '',
  '# Os registros dos scripts de outros planos, ao lado deste: o mesmo arquivo pode estar em dois planos.',
  'function LerOutros() {',
  "  foreach ($outro in [System.IO.Directory]::GetFiles($PSScriptRoot, 'recuperacao-*.feito.csv')) {",
  "    if (-not $outro.EndsWith('.feito.csv', [System.StringComparison]::OrdinalIgnoreCase)) { continue }",
  '    if (-not [string]::Equals($outro, $Feito, [System.StringComparison]::OrdinalIgnoreCase)) { [void](LerFeitos $outro) }',
  '  }',
  '}',
  '',
  '# Antes do primeiro arquivo: sem registro nada é copiado.',
  'function AbrirRegistro() {',
  '  LerOutros',
  '  $antes = LerFeitos $Feito',
  '  if ($Simular) { return }',
  "  $falta = ''",
  `  if ($antes -eq '') { $falta = ${quoted(RECORD_TITLES)} + "\`r\`n" } elseif (-not $antes.EndsWith("\`n", [System.StringComparison]::Ordinal)) { $falta = "\`r\`n" }`,
  '  try {',
  '    [System.IO.File]::AppendAllText($Feito, $falta, $Utf8)',
  '  } catch {',
  "    throw ('O registro ' + $Feito + ' não pode ser escrito (' + $_.Exception.Message + '); nada foi copiado. Feche-o em outros programas, ou indique outro lugar com -Feito.')",
  '  }',
  '}',
  '',
  'function JaEntregue([string]$Para, [string]$Prova) {',
  '  $chave = Chave $Para $Prova',
  '  if (-not $script:Feitos.ContainsKey($chave)) { return $false }',
  "  Contar 'Já entregue' 0 ($Para + ' (em ' + $script:Feitos[$chave] + ', deixado de fora; para entregar de novo, apague a linha dele em ' + $script:Registros[$chave] + ')')",
  '  return $true',
  '}',
  '',
  'function PodeEntregar([string]$Para) {',
  '  if (-not $script:SemRegistro) { return $true }',
  "  Contar 'Falhou' 8 ($Para + ' (não foi copiado: o registro ' + $Feito + ' não pode mais ser escrito)')",
  '  return $false',
  '}',
  '',
  '# Um antivírus ou o Excel pode segurar o registro por um momento.',
  'function Registrar([string]$De, [string]$Para, [string]$Prova) {',
  '  if ($Simular) { return }',
  "  $quando = [datetime]::Now.ToString('yyyy-MM-dd HH:mm:ss', [System.Globalization.CultureInfo]::InvariantCulture)",
  `  $linha = '"' + (@($quando, $De, $Para, $Prova) -join '";"') + '"' + "\`r\`n"`,
  '  $vezes = 5',
  '  if ($script:SemRegistro) { $vezes = 1 }',
  '  for ($vez = 1; $vez -le $vezes; $vez++) {',
  '    try {',
  '      [System.IO.File]::AppendAllText($Feito, $linha, $Utf8)',
  '      $chave = Chave $Para $Prova',
  '      $script:Feitos[$chave] = $quando',
  '      $script:Registros[$chave] = $Feito',
  '      $script:SemRegistro = $false',
  '      return',
  '    } catch {',
  '      $motivo = $_.Exception.Message',
  '      if ($vez -lt $vezes) { Start-Sleep -Seconds 1 }',
  '    }',
  '  }',
  '  $script:SemRegistro = $true',
  '  $script:Codigo = $script:Codigo -bor 8',
  "  Anotar ('Entregue e conferido, mas não anotado em ' + $Feito + ' (' + $motivo + '), outra execução o entregaria de novo: ' + $Para)",
  '}',
  '',
  'AbrirRegistro',
  '',
];

const PATHS = [
  'function Longo([string]$Caminho) {',
  "  if ($Caminho.Length -lt 240 -or $Caminho.StartsWith('\\\\?\\', [System.StringComparison]::Ordinal)) { return $Caminho }",
  "  if ($Caminho.StartsWith('\\\\', [System.StringComparison]::Ordinal)) { return '\\\\?\\UNC\\' + $Caminho.Substring(2) }",
  "  return '\\\\?\\' + $Caminho",
  '}',
  '',
  'function Em([string]$Pasta, [string]$Nome) {',
  "  return $Pasta.TrimEnd('\\') + '\\' + $Nome",
  '}',
  '',
  'function Existe([string]$Caminho) {',
  '  return [System.IO.File]::Exists((Longo $Caminho))',
  '}',
  '',
];

const PROVING = [
  'function Resumo([string]$Caminho) {',
  "  $fluxo = [System.IO.File]::Open((Longo $Caminho), 'Open', 'Read', 'ReadWrite, Delete')",
  '  $sha = [System.Security.Cryptography.SHA256]::Create()',
  '  try {',
  "    return [System.BitConverter]::ToString($sha.ComputeHash($fluxo)).Replace('-', '').ToLowerInvariant()",
  '  } finally {',
  '    $fluxo.Dispose()',
  '    $sha.Dispose()',
  '  }',
  '}',
  '',
  '# O SHA-256 da origem; vazio quando ela não pode ser copiada, o que então já está contado.',
  'function ProvaDe([string]$De, [string]$Registrada) {',
  '  try {',
  '    if (-not (Existe $De)) {',
  "      Contar 'Falhou' 8 ($De + ' (não está na origem)')",
  "      return ''",
  '    }',
  '    $prova = Resumo $De',
  "    if ($Registrada -eq '' -or $prova -eq $Registrada) { return $prova }",
  "    Contar 'Falhou' 8 ($De + ' (a origem não tem mais o conteúdo registrado)')",
  '  } catch {',
  "    Contar 'Falhou' 8 ($De + ' (' + $_.Exception.Message + ')')",
  '  }',
  "  return ''",
  '}',
  '',
  'function Conferir([string]$De, [string]$Para, [string]$Prova, [bool]$Estava) {',
  '  try {',
  '    if (-not (Existe $Para)) {',
  "      Contar 'Sem prova' 8 ($Para + ' (não está no destino: não foi copiado, ou quem lê a pasta já o recolheu; veja no BI antes de rodar de novo)')",
  '    } elseif ((Resumo $Para) -eq $Prova) {',
  '      Registrar $De $Para $Prova',
  "      if ($Estava) { Contar 'Já estava lá' 0 $Para } else { Contar 'Conferido' 1 $Para }",
  '    } elseif ($Estava) {',
  "      Contar 'Outro conteúdo' 4 ($Para + ' (nada foi sobrescrito)')",
  '    } else {',
  "      Contar 'Falhou' 8 ($Para + ' (o que chegou não é igual à origem)')",
  '    }',
  '  } catch {',
  "    Contar 'Falhou' 8 ($Para + ' (' + $_.Exception.Message + ')')",
  '  }',
  '}',
  '',
];

function robocopyWith({ options: { threads, retries, waitSeconds } }: RecoveryRow): string[] {
  const options = ['/XC', '/XN', '/XO', '/XX', '/NP', `/MT:${String(threads)}`, `/R:${String(retries)}`];
  const listed = [...options, `/W:${String(waitSeconds)}`, '/TEE'].map(quoted).join(', ');
  const rules = ARGUMENT_RULES.map(({ find, put }) => `-replace ${quoted(find)}, ${quoted(put)}`).join(' ');
  return [
    '# Um argumento na linha de comando, como os programas o leem: aspas em volta, barras dobradas antes de aspas.',
    'function Argumento([string]$Texto) {',
    `  return '"' + ($Texto ${rules}) + '"'`,
    '}',
    '',
    'function ComRobocopy([string]$De, [string]$Para, [string[]]$Nomes) {',
    `  $opcoes = @(${listed}, ('/UNILOG+:' + $Log))`,
    "  if ($Simular) { $opcoes += '/L' }",
    '  $partes = @($De, $Para) + $Nomes + $opcoes',
    "  $linha = @($partes | ForEach-Object { Argumento $_ }) -join ' '",
    "  $inicio = New-Object System.Diagnostics.ProcessStartInfo((Join-Path $env:SystemRoot 'System32\\robocopy.exe'), $linha)",
    '  $inicio.UseShellExecute = $false',
    '  $processo = [System.Diagnostics.Process]::Start($inicio)',
    '  $processo.WaitForExit()',
    '  if ($processo.ExitCode -ge 0 -and $processo.ExitCode -lt 8) { return }',
    '  $script:Codigo = $script:Codigo -bor 8',
    "  Anotar ('O robocopy falhou com o código ' + $processo.ExitCode + ': ' + $De + ' -> ' + $Para)",
    '}',
    '',
  ];
}

const COPYING = [
  '# O SHA-256 da origem do que ainda é preciso entregar; vazio para o resto, que então já está contado.',
  'function ProvaDoQueFalta([string]$De, [string]$Para, [string]$Registrada) {',
  "  if ((JaEntregue $Para $Registrada) -or -not (PodeEntregar $Para)) { return '' }",
  '  $prova = ProvaDe $De $Registrada',
  "  if ($Registrada -eq '' -and $prova -ne '' -and (JaEntregue $Para $prova)) { return '' }",
  '  return $prova',
  '}',
  '',
  'function Copiar([string]$De, [string]$Para, [string[]]$Nomes, [string[]]$Provas) {',
  '  $lista = @()',
  '  for ($i = 0; $i -lt $Nomes.Count; $i++) {',
  '    $origem = Em $De $Nomes[$i]',
  '    $destino = Em $Para $Nomes[$i]',
  '    $prova = ProvaDoQueFalta $origem $destino $Provas[$i]',
  "    if ($prova -eq '') { continue }",
  '    $lista += [pscustomobject]@{ Nome = $Nomes[$i]; Origem = $origem; Destino = $destino; Prova = $prova; Estava = (Existe $destino) }',
  '  }',
  '  $novos = @($lista | Where-Object { -not $_.Estava } | ForEach-Object { $_.Nome })',
  '  if ($novos.Count -gt 0) {',
  '    try {',
  '      ComRobocopy $De $Para $novos',
  '    } catch {',
  '      $script:Codigo = $script:Codigo -bor 8',
  "      Anotar ('O robocopy não pôde ser iniciado: ' + $_.Exception.Message)",
  '    }',
  '  }',
  '  foreach ($um in $lista) {',
  "    if ($Simular -and -not $um.Estava) { Contar 'Copiaria' 0 $um.Destino } else { Conferir $um.Origem $um.Destino $um.Prova $um.Estava }",
  '  }',
  '}',
  '',
  'function CopiarComo([string]$De, [string]$Para, [string]$Registrada) {',
  '  $prova = ProvaDoQueFalta $De $Para $Registrada',
  "  if ($prova -eq '') { return }",
  '  $estava = Existe $Para',
  "  if ($Simular -and -not $estava) { Contar 'Copiaria' 0 $Para; return }",
  '  if (-not $estava) {',
  '    try {',
  '      [void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName((Longo $Para)))',
  '      [System.IO.File]::Copy((Longo $De), (Longo $Para), $false)',
  '    } catch {',
  "      Contar 'Falhou' 8 ($Para + ' (' + $_.Exception.Message + ')')",
  '      return',
  '    }',
  '  }',
  '  Conferir $De $Para $prova $estava',
  '}',
  '',
];

/**
 * The sum, and the exit code that follows from it.
 * @param files how many the script names: a file without an outcome is a failure
 */
export function tailOf(files: number): string[] {
  return [
    '',
    '$total = 0',
    "Anotar ''",
    'foreach ($nome in $script:Contas.Keys) {',
    '  $total += $script:Contas[$nome]',
    "  Anotar ('{0,8}  {1}' -f $script:Contas[$nome], $nome)",
    '}',
    `Anotar (${quoted(`{0,8}  ${words.ofThePlan(files)}`)} -f $total)`,
    `if ($total -ne ${String(files)}) { $script:Codigo = $script:Codigo -bor 8 }`,
    "Anotar ('Resultado de cada arquivo: ' + $Resultado)",
    "Anotar ('Registro do robocopy: ' + $Log)",
    "if (-not $Simular) { Anotar ('O que foi entregue, para não ser entregue de novo: ' + $Feito) }",
    'exit $script:Codigo',
  ];
}

/** A comment ends with its line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u0085\u2028\u2029]/g, ' ');
}

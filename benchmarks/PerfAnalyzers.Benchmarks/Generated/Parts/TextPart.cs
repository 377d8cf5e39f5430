namespace PerfAnalyzers.Benchmarks.Generated.Parts;

/// <summary>Text in and out: an export, and the reader of what it writes.</summary>
internal static class TextPart
{
    public static string Write(Feature it) => $$"""
        using System.Globalization;
        using System.Text;

        namespace {{it.Namespace}};

        public sealed class {{it.Name}}Export
        {
            private const char Separator = ';';

            public string Write(IEnumerable<{{it.Name}}Dto> rows)
            {
                var text = new StringBuilder();
                text.AppendLine(string.Join(Separator, "Id", "Code", "Status", "Amount"));
                foreach (var row in rows)
                {
                    text.Append(row.Id).Append(Separator);
                    text.Append(Quote(row.Code)).Append(Separator);
                    text.Append(row.Status).Append(Separator);
                    text.AppendLine(row.Amount.ToString(CultureInfo.InvariantCulture));
                }

                return text.ToString();
            }

            public IEnumerable<{{it.Name}}Summary> Read(TextReader reader)
            {
                var number = 0;
                while (reader.ReadLine() is { } line)
                {
                    number++;
                    if (number == 1 || line.Length == 0)
                        continue;
                    var cells = Split(line);
                    if (cells.Count < 4)
                        throw new FormatException($"Line {number} has {cells.Count} cells.");
                    var status = Enum.Parse<{{it.Name}}Status>(cells[2]);
                    var id = int.Parse(cells[0], CultureInfo.InvariantCulture);
                    yield return new {{it.Name}}Summary(id, cells[1], status, Amount(cells[3]));
                }
            }

            private static decimal Amount(string cell) =>
                decimal.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : 0m;

            private static string Quote(string value) =>
                value.Contains(Separator) || value.Contains('"') ? $"\"{value.Replace("\"", "\"\"")}\"" : value;

            private static List<string> Split(string line)
            {
                var cells = new List<string>();
                var cell = new StringBuilder();
                var isQuoted = false;
                foreach (var letter in line)
                {
                    switch (letter)
                    {
                        case '"':
                            isQuoted = !isQuoted;
                            break;
                        case Separator when !isQuoted:
                            cells.Add(cell.ToString());
                            cell.Clear();
                            break;
                        default:
                            cell.Append(letter);
                            break;
                    }
                }

                cells.Add(cell.ToString());
                return cells;
            }
        }
        """;
}

// Warm times of docxtemplater and Carbone: reads a job, writes the last file of each and the
// medians. `node render.cjs job.json`: {engine: {template, output, data: [values…], warm}}.
const fs = require("node:fs");

const engines = {
  docxtemplater: async () => {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    return async (template, values) => {
      const file = new Docxtemplater(new PizZip(template), { paragraphLoop: true });
      file.render(values);
      return file.toBuffer({ compression: "DEFLATE" });
    };
  },
  carbone: async (path) => {
    const carbone = require("carbone");
    return (_, values) => new Promise((done, failed) =>
      carbone.render(path, values, (error, file) => (error ? failed(error) : done(file))));
  },
};

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function main() {
  const jobs = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
  const took = {};
  for (const [name, job] of Object.entries(jobs)) {
    const template = fs.readFileSync(job.template);
    const render = await engines[job.engine](job.template);
    const clock = [], processor = [];
    let file;
    for (const values of job.data) {
      const start = process.hrtime.bigint(), used = process.cpuUsage();
      file = await render(template, values);
      const { user, system } = process.cpuUsage(used);
      clock.push(Number(process.hrtime.bigint() - start) / 1e6);
      processor.push((user + system) / 1e3);
    }
    fs.writeFileSync(job.output, file);
    took[name] = {
      clock: median(clock.slice(job.warm)), processor: median(processor.slice(job.warm)),
    };
  }
  console.log(JSON.stringify(took));
  process.exit(0);
}

main();
